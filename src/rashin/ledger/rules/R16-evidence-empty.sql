/*
code = "R16"
theme = "results"
severity = "warning"
name.ja = "裏付けに、ファイルの指紋もありかもない"
name.en = "Evidence with neither digest nor address"
why.ja = "題名だけの裏付けは、誰も見ることができません。"
why.en = "Evidence that is only a title cannot be looked at."
mend.ja = "「{title}」のファイルを添付するか、ありかを入れてください。"
mend.en = "Attach the file of “{title}”, or say where it is."
facts.title = {ja = "裏付け", en = "evidence"}

[[passing]]
evidence = [{id = "f", title = "報告書", digest = "ab"}, {id = "g", title = "報告書", address = "https://example.org/report"}]

[[failing]]
found = ["evidence:f"]
evidence = [{id = "f", title = "報告書"}]
*/
SELECT 'evidence' AS kind, id, title FROM evidence WHERE trim(coalesce(digest, '')) = '' AND trim(coalesce(address, '')) = ''
