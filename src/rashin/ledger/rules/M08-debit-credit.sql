/*
code = "M08"
theme = "money"
severity = "error"
name.ja = "借方と貸方が合わない"
name.en = "Debit and credit differ"
why.ja = "1つの仕訳では、借方の合計と貸方の合計が必ず等しくなります。"
why.en = "In a journal entry the debits always equal the credits."
mend.ja = "仕訳「{journal}」の借方は {debit:,}円、貸方は {credit:,}円です。足りない行か、違う金額を直してください。"
mend.en = "Journal entry “{journal}” debits ¥{debit:,} and credits ¥{credit:,}. Add the missing line or correct an amount."
facts.journal = {ja = "仕訳", en = "journal entry"}
facts.debit = {ja = "借方（円）", en = "debit (yen)"}
facts.credit = {ja = "貸方（円）", en = "credit (yen)"}

[[passing]]
account_line = [
  {id = "l1", journal = "j", account = "補助金", debit = 100},
  {id = "l2", journal = "j", account = "現金", credit = 60},
  {id = "l3", journal = "j", account = "未払金", credit = 40},
]

[[failing]]
found = ["account_line:l1"]
account_line = [
  {id = "l1", journal = "j", account = "補助金", debit = 100},
  {id = "l2", journal = "j", account = "現金", credit = 99},
]
*/
SELECT 'account_line' AS kind, min(id) AS id, journal, coalesce(sum(debit), 0) AS debit, coalesce(sum(credit), 0) AS credit
FROM account_line GROUP BY programme, journal HAVING coalesce(sum(debit), 0) <> coalesce(sum(credit), 0)
