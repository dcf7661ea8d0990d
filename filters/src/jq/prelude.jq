# What jq has and the jaq library has not, or has in another way.

# The library's own `env` fails where the environment is not UTF-8.
def env: $ENV;
# At the end of the inputs this is an error, not an empty result.
def input: [limit(1; inputs)] | if length == 0 then error("No more inputs") else .[0] end;

def @csv: map(
  if type == "string" then "\"" + gsub("\""; "\"\"") + "\""
  elif type == "null" then ""
  elif type == "number" or type == "boolean" then tojson
  else error("\(type) (\(tojson)) is not valid in a csv row") end) | join(",");
def @tsv: map(
  if type == "string" then gsub("\\\\"; "\\\\") | gsub("\t"; "\\t") | gsub("\n"; "\\n") | gsub("\r"; "\\r")
  elif type == "null" then ""
  elif type == "number" or type == "boolean" then tojson
  else error("\(type) (\(tojson)) cannot be tsv-formatted, only scalars can be") end) | join("\t");

def IN(values): any(. == values; .);
def IN(source; values): any(source == values; .);
def INDEX(rows; key): reduce rows as $row ({}; . + {($row | key | tostring): $row});
def INDEX(key): INDEX(.[]; key);
def leaf_paths: paths(type | . != "array" and . != "object");
def scalars_or_empty: select(type | . != "array" and . != "object");
