-- What several rules and flags share. Defined before these: `checked_on()`, the day that counts as today, and the macros
-- of payees/macros.sql.

-- A number as people write it: full-width digits, blanks and hyphens are no fault.
CREATE OR REPLACE TEMP MACRO plain_number(written) AS
  CASE WHEN regexp_full_match(written, '[0-9]+') THEN written
  ELSE regexp_replace(translate(written, '０１２３４５６７８９', '0123456789'), '[\s　\-－‐ー]', '', 'g') END;

-- A name without what people write in one way today and in another tomorrow: width, blanks, the form of a company.
CREATE OR REPLACE TEMP MACRO plain_name(written) AS
  regexp_replace(
    upper(translate(nfc_normalize(written),
      'ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ０１２３４５６７８９＆．，・（）－‐―',
      'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789&.,･()ーーー')),
    '株式会社|有限会社|合同会社|合資会社|合名会社|一般社団法人|公益社団法人|一般財団法人|公益財団法人|社団法人|財団法人|'
    || '独立行政法人|国立研究開発法人|国立大学法人|学校法人|社会福祉法人|医療法人|特定非営利活動法人|'
    || '㈱|㈲|\((株|有|同|資|名|社|財|一社|一財|公社|公財|独|国|学|福|医|NPO)\)|[\s　]', '', 'g');

-- Every place where somebody wrote a name and a number of an organisation.
CREATE OR REPLACE TEMP MACRO numbers_written() AS TABLE
  SELECT 'organisation' AS kind, id, title AS name, corporate_number AS number FROM organisation
  UNION ALL SELECT 'commitment', id, payee_name, payee_number FROM commitment
  UNION ALL SELECT 'payment', id, payee_name, payee_number FROM payment
  UNION ALL SELECT 'sub_award', id, payee_name, payee_number FROM sub_award;

-- The Japanese fiscal year of a day, named by the year in which its April lies.
CREATE OR REPLACE TEMP MACRO year_of(day) AS CAST(year(day - INTERVAL 3 MONTH) AS INTEGER);

-- How many yen one of the written unit is; NULL for a unit that the book does not know.
CREATE OR REPLACE TEMP MACRO unit_yen(unit) AS
  CASE unit WHEN '円' THEN 1 WHEN '千円' THEN 1000 WHEN '万円' THEN 10000 WHEN '百万円' THEN 1000000 WHEN '億円' THEN 100000000 END;

-- A refund gives back what was paid.
CREATE OR REPLACE TEMP MACRO net(amount, move) AS CASE WHEN move = 'refund' THEN -amount ELSE amount END;

-- Paid directly by the programme. What its recipients passed on is never added to it.
CREATE OR REPLACE TEMP MACRO direct(tier) AS coalesce(tier, 1) = 1;

-- The last day of a goal: the day that was set, or the end of the fiscal year that was.
CREATE OR REPLACE TEMP MACRO due_day(due, due_year) AS coalesce(due, make_date(due_year + 1, 3, 31));

-- A written amount as a number, however its digits and commas are written; NULL if it is none.
CREATE OR REPLACE TEMP MACRO written_number(written) AS coalesce(
  try_cast(written AS DECIMAL(38, 12)),
  try_cast(replace(translate(written, '０１２３４５６７８９．，△▲－−', '0123456789.,----'), ',', '') AS DECIMAL(38, 12)));

-- Whether the yen are what was written; what cannot be read as a number is not judged.
CREATE OR REPLACE TEMP MACRO converted(amount, written, unit) AS CASE
  WHEN written IS NULL OR (unit = '円' AND written = CAST(amount AS VARCHAR)) THEN true
  ELSE coalesce(round(written_number(written) * unit_yen(unit), 0) = amount, true) END;

-- A unit that is neither one of yen nor a currency of ISO 4217.
CREATE OR REPLACE TEMP MACRO unit_unknown(unit) AS
  unit IS NOT NULL AND unit_yen(unit) IS NULL AND NOT regexp_full_match(unit, '[A-Z]{3}');

-- Whether a contract was open to several, in Japanese or in the words of OCDS.
CREATE OR REPLACE TEMP MACRO competitive(procedure) AS
  regexp_matches(lower(procedure), '競争|入札|公募|open|selective');

-- Whether a name stands for a person without telling who: 個人, 委員B, 非常勤職員（３）, A氏.
CREATE OR REPLACE TEMP MACRO masked(name) AS regexp_full_match(trim(name),
  '((外部|部外)?有識者|(非常勤|臨時|常勤)?職員|個人(事業主|事業者)?|委員|専門家|講師|出張者|調査員|相談員|研究者|受給者|従事者|医師|医者|弁護士|税理士|'
  || '会計士|通訳|謝金|匿名|(氏名)?非公表|非公開|person|individual)(等|他|ほか)?'
  || '[\s　]*[-－（(]?[A-Za-zＡ-Ｚａ-ｚ0-9０-９ア-ンｱ-ﾝ甲乙丙丁Ⅰ-Ⅻ①-⑳㉑-㉟○〇●◯＊*.、・]{0,4}[)）]?[\s　]*(さん|氏|様|等|他|ほか)?'
  || '|[（(]?[A-Za-zＡ-Ｚａ-ｚ0-9０-９○〇●◯＊*.、]{0,4}[)）]?[\s　]*(個人|職員|委員|出張者)?(さん|氏|様)?');
