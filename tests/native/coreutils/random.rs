//! The same with command lines and inputs made up at random, always the same ones.

use crate::Pair;
use libtest_mimic::Trial;
use proptest::{
    collection::vec,
    prelude::*,
    strategy::BoxedStrategy,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use std::{collections::BTreeMap, sync::Arc};

/// How many cases a tool gets.
const CASES: u32 = 150;

/// One trial for each tool that is tried at random.
pub fn trials(pairs: &BTreeMap<&'static str, Arc<Pair>>) -> Vec<Trial> {
    let tried = pairs.iter().filter(|(tool, _)| case(tool).is_some());
    let trials = tried.map(|(tool, pair)| {
        let (tool, pair) = (*tool, pair.clone());
        Trial::test(format!("{tool} at random"), move || {
            let case = case(tool).ok_or("nothing to try")?;
            let config = Config {
                cases: CASES,
                failure_persistence: None,
                max_shrink_iters: 400,
                ..Config::default()
            };
            let mut runner =
                TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
            let outcome = runner.run(&case, |(args, stdin)| {
                pair.compare(&args, &stdin).map_err(|failed| {
                    TestCaseError::fail(failed.message().unwrap_or_default().to_owned())
                })
            });
            outcome.map_err(|error| error.to_string().into())
        })
    });
    trials.collect()
}

/// Arguments and input.
type Case = (Vec<String>, Vec<u8>);

fn case(tool: &str) -> Option<BoxedStrategy<Case>> {
    let lines = bytes("[ab A:\t\n\n0-3.-]|\u{e9}|\0|\r");
    let text = bytes("[ab cA,\n\n0-3-]|\u{e9}");
    Some(match tool {
        "sort" => both(
            words(&[
                "-n",
                "-r",
                "-u",
                "-f",
                "-b",
                "-s",
                "-d",
                "-i",
                "-g",
                "-h",
                "-t:",
                "-k2",
                "-k1,1",
                "-k2,2n",
                "-k1.2,2.1",
                "-k3r",
                "-k2b,2",
                "-c",
                "-k1,1f",
                "-z",
            ]),
            lines,
        ),
        "uniq" => both(
            words(&[
                "-c", "-d", "-u", "-i", "-f1", "-f2", "-s1", "-s2", "-w1", "-w2", "-z",
            ]),
            bytes("[abA \n\n\n]"),
        ),
        "tr" => {
            let set = "([a-c]|a-d|A-Z|0-9|\\\\n|\\\\t|\\\\141|-|\\[:alpha:\\]|\\[:space:\\]|\\[:digit:\\]|\\[:upper:\\]|\\[:lower:\\]|\\[=a=\\]|\\[x\\*2\\]|\\[y\\*\\]| ){0,4}";
            let options = prop_oneof![
                Just(vec![]),
                Just(vec!["-d"]),
                Just(vec!["-s"]),
                Just(vec!["-c"]),
                Just(vec!["-t"]),
                Just(vec!["-cs"]),
                Just(vec!["-ds"]),
                Just(vec!["-cd"]),
                Just(vec!["-ct"])
            ];
            let args =
                (options, set, proptest::option::of(set)).prop_map(|(options, first, second)| {
                    let mut args: Vec<String> = options.into_iter().map(String::from).collect();
                    args.extend(["--".to_owned(), first]);
                    args.extend(second);
                    args
                });
            both(args, lines)
        }
        "cut" => {
            let list = "([1-9]|[1-4]-[3-9]|[1-9]-|-[1-9])(,([1-9]|[1-4]-[3-9]|[1-9]-|-[1-9])){0,3}";
            let args = (
                "-[bcf]",
                list,
                words(&["-d:", "-s", "--complement", "--output-delimiter=--", "-z"]),
            )
                .prop_map(|(kind, list, mut args)| {
                    args.push(format!("{kind}{list}"));
                    args
                });
            both(args, bytes("[a-c: \t\n:]"))
        }
        "head" | "tail" => {
            let count = if tool == "head" {
                "-[nc]-?[0-9]{1,2}"
            } else {
                "-[nc]\\+?[0-9]{1,2}"
            };
            both(vec(count, 0..2), lines)
        }
        "wc" => both(
            words(&["-l", "-w", "-c", "-m", "-L"]),
            bytes("[a-c \t\n,]|\u{e9}|\u{1f980}|\u{65e5}|\u{3000}|\r"),
        ),
        "base64" => prop_oneof![
            both(vec("-w[0-9]{1,2}", 0..2), vec(any::<u8>(), 0..300)),
            both(
                words(&["-i"]).prop_map(|mut args| {
                    args.push("-d".into());
                    args
                }),
                bytes("([A-Za-z0-9+/]{4})|\n|([A-Z]{2}==)")
            ),
        ]
        .boxed(),
        "grep" => {
            let pattern = "([abc.]|\\[ab\\]|\\[\\^a\\]|\\[\\[:alpha:\\]\\]|\\\\w|\\\\b){1,3}(\\*)?([abc]|\\\\\\(a\\\\\\|ab\\\\\\)|\\\\\\(b\\*c\\\\\\)\\*)?\\$?";
            let extended = "\\^?([abc.]|\\[ab\\]|\\(a\\|ab\\)|\\(bc?\\)|a\\|b|\\\\<)([*+?]|\\{1,2\\})?([abc]|\\(c\\|bc\\|abc\\)[*?+]?){0,2}";
            let options = words(&["-i", "-v", "-n", "-c", "-o", "-w", "-x"]);
            prop_oneof![
                (options.clone(), pattern).prop_map(|(mut args, pattern)| {
                    args.extend(["-e".into(), pattern]);
                    args
                }),
                (options, extended).prop_map(|(mut args, pattern)| {
                    args.extend(["-E".into(), "-e".into(), pattern]);
                    args
                }),
            ]
            .prop_flat_map(move |args| (Just(args), text.clone()))
            .boxed()
        }
        "sed" => {
            let command = "([1-3$]!?|/a/|2,3|/a/,/b/)?(p|d|D|n|N|P|g|G|h|H|x|s/a/X/g|s/[ab]\\*/<&>/g|s/b/Y/2|y/ab/ba/|=|q|\\{p;d\\}|s/\\n/-/)";
            let args = (words(&["-n", "-z", "-s"]), vec(command, 1..4)).prop_filter_map(
                "D may never end",
                |(mut args, commands)| {
                    let endless = commands.iter().any(|command| command.ends_with('D'))
                        && commands.iter().any(|command| command.ends_with(['G', 'N']));
                    args.push(commands.join(";"));
                    (!endless).then_some(args)
                },
            );
            both(args, bytes("[ab cA,\n\n0-3-]"))
        }
        _ => return None,
    })
}

fn both(
    args: impl Strategy<Value = Vec<String>> + 'static,
    stdin: impl Strategy<Value = Vec<u8>> + 'static,
) -> BoxedStrategy<Case> {
    (args, stdin).boxed()
}

/// Some of these, in any order.
fn words(all: &'static [&'static str]) -> impl Strategy<Value = Vec<String>> + Clone {
    vec(proptest::sample::select(all), 0..4)
        .prop_map(|words| words.into_iter().map(String::from).collect())
}

/// Pieces that the expression makes, up to some hundred bytes.
fn bytes(piece: &'static str) -> impl Strategy<Value = Vec<u8>> + Clone {
    vec(piece, 0..60).prop_map(|pieces| pieces.concat().into_bytes())
}
