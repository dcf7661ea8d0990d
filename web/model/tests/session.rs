//! Events in, effects out.

use model::{
    exit::{Exit, Trap},
    grant::{Each, Grant, Mount, Mounted, Preopen, Server},
    limits::Limits,
    module::Host,
    protocol::{FromStage, Output, Spent, Tally},
    session::{
        Activity, Called, Effect, Event, Feed, Filter, Launch, Network, Origin, Serves, Session,
        Sink, Source, State,
    },
    wish::Wish,
};

fn filter(name: &str, origin: Origin) -> Filter {
    Filter {
        name: name.into(),
        summary: String::new(),
        manual: String::new(),
        bytes: 1,
        origin,
        host: Host::Preview1,
        address: None,
    }
}

fn session(command: &str) -> Session<Vec<u8>> {
    let mut session = Session::default();
    let built_in = ["cat", "sort"].map(|name| filter(name, Origin::BuiltIn));
    session.on(Event::FiltersListed(Origin::BuiltIn, built_in.to_vec()));
    session.on(Event::CommandEdited(command.into()));
    session
}

fn started(effects: &[Effect<Vec<u8>>]) -> u32 {
    launched(effects).0
}

/// The run and the stages that were started.
fn launched(effects: &[Effect<Vec<u8>>]) -> (u32, Vec<Launch<Vec<u8>>>) {
    let mut starts = effects.iter().filter_map(|effect| match effect {
        Effect::Start(start) => Some(start),
        _ => None,
    });
    let start = starts
        .next()
        .unwrap_or_else(|| panic!("nothing was started: {effects:?}"));
    assert_eq!(starts.next(), None);
    (start.run, start.stages.clone())
}

fn output(run: u32, bytes: &[u8]) -> Event<Vec<u8>> {
    output_of(run, 0, bytes)
}

fn output_of(run: u32, stage: u32, bytes: &[u8]) -> Event<Vec<u8>> {
    let tally = Tally {
        written: bytes.len() as u64,
        newlines: 0,
        is_text: true,
    };
    Event::FromStage(FromStage::Output {
        run,
        stage,
        output: Output::Stdout,
        bytes: bytes.to_vec(),
        tally,
    })
}

fn ended(run: u32, exit: Exit) -> Event<Vec<u8>> {
    ended_of(run, 0, exit, 0)
}

fn ended_of(run: u32, stage: u32, exit: Exit, read: u64) -> Event<Vec<u8>> {
    Event::FromStage(FromStage::Ended {
        run,
        stage,
        exit,
        spent: Spent {
            took_ms: 1.0,
            read,
            ..Spent::default()
        },
        files: Vec::new(),
        removed: Vec::new(),
    })
}

#[test]
fn a_run_from_its_start_to_its_end() {
    let mut s = session("A=1 sort -r");
    let effects = s.on(Event::RunAsked);
    let (run, stages) = launched(&effects);
    assert_eq!(stages[0].args, ["sort", "-r"]);
    assert_eq!(stages[0].env, [("A".to_owned(), "1".to_owned())]);
    assert!(s.is_running());
    s.on(output(run, b"b"));
    s.on(output(run, b"a"));
    assert_eq!(s.on(ended(run, Exit::Exited(3))), [Effect::Release(0)]);
    assert_eq!(s.stdout.bytes(0..9), b"ba");
    assert_eq!(
        s.activity,
        Activity::Ended {
            exit: Exit::Exited(3),
            took_ms: Some(1.0)
        }
    );
}

#[test]
fn old_output_stays_until_there_is_new_output_or_the_end() {
    let mut s = session("cat");
    let first = started(&s.on(Event::RunAsked));
    s.on(output(first, b"first"));
    s.on(ended(first, Exit::Exited(0)));
    let second = started(&s.on(Event::RunAsked));
    assert_eq!(s.stdout.bytes(0..9), b"first");
    s.on(ended(second, Exit::Exited(0)));
    assert_eq!(s.stdout.bytes(0..9), b"");
}

#[test]
fn stop_ends_it_and_what_comes_late_is_ignored() {
    let mut s = session("cat");
    let run = started(&s.on(Event::RunAsked));
    assert_eq!(s.on(Event::StopAsked), [Effect::Terminate]);
    s.on(output(run, b"late"));
    s.on(ended(run, Exit::Exited(0)));
    s.on(Event::NoProgram(run, 0, "late".into()));
    assert_eq!(
        s.activity,
        Activity::Ended {
            exit: Exit::Stopped,
            took_ms: None
        }
    );
    assert_eq!(s.stdout.written(), 0);
    assert!(s.on(Event::StopAsked).is_empty());
}

#[test]
fn run_while_it_runs_starts_afresh() {
    let mut s = session("cat");
    let first = started(&s.on(Event::RunAsked));
    let effects = s.on(Event::RunAsked);
    assert_eq!(effects[0], Effect::Terminate);
    assert_ne!(started(&effects), first);
}

#[test]
fn a_trap_or_a_crash_retires_the_stage() {
    let trap = Exit::Trapped(Trap {
        reason: "unreachable".into(),
        function: None,
    });
    let mut s = session("cat");
    let run = started(&s.on(Event::RunAsked));
    assert_eq!(s.on(ended(run, trap)), [Effect::Retire(0)]);
    s.on(Event::RunAsked);
    let crash = FromStage::Crashed {
        message: "oh".into(),
    };
    assert_eq!(s.on(Event::FromStage(crash)), [Effect::Terminate]);
    assert!(
        matches!(&s.activity, Activity::Ended { exit: Exit::Failed(why), .. } if why.contains("oh"))
    );
}

#[test]
fn an_unknown_name_offers_the_closest() {
    let mut s = session("A=1 srot x");
    assert!(s.on(Event::RunAsked).is_empty());
    let problem = s.problem.clone().unwrap();
    assert_eq!(problem.span, 4..8);
    assert!(
        problem.sentence.contains("did you mean sort?"),
        "{}",
        problem.sentence
    );
    assert_eq!(s.activity, Activity::Idle);
    s.on(Event::CommandEdited("sort x".into()));
    assert_eq!(s.problem, None);
}

#[test]
fn a_problem_starts_nothing_and_keeps_what_runs() {
    let mut s = session("cat");
    let run = started(&s.on(Event::RunAsked));
    s.on(Event::CommandEdited("cat | ".into()));
    assert!(s.on(Event::RunAsked).is_empty());
    assert!(s.problem.is_some());
    assert_eq!(s.activity, Activity::Running(run));
}

#[test]
fn ones_own_filter_hides_the_built_in_one_until_it_is_removed() {
    let mut s = session("cat");
    s.on(Event::FilterAdded(filter("cat", Origin::Own)));
    assert_eq!(s.filters[0].origin, Origin::Own);
    assert_eq!(
        s.filters
            .iter()
            .filter(|filter| filter.name == "cat")
            .count(),
        2
    );
    s.on(Event::FilterAdded(filter("cat", Origin::Own)));
    assert_eq!(s.filters.len(), 3);
    s.on(Event::FilterRemoved("cat".into()));
    assert_eq!(
        s.filters
            .iter()
            .filter(|filter| filter.origin == Origin::Own)
            .count(),
        0
    );
    assert_eq!(s.filters.len(), 2);
}

#[test]
fn a_pipeline_is_connected_and_ends_with_its_last_stage() {
    let mut s = session("cat | sort -r | cat");
    let (run, stages) = launched(&s.on(Event::RunAsked));
    let sources: Vec<_> = stages.iter().map(|stage| &stage.stdin).collect();
    assert_eq!(
        sources,
        [&Source::Pane { skip: 0 }, &Source::Pipe, &Source::Pipe]
    );
    let sinks: Vec<_> = stages.iter().map(|stage| stage.sinks[0]).collect();
    assert_eq!(sinks, [Sink::Pipe, Sink::Pipe, Sink::Page]);
    // What flows through a pipe is looked at, and is not the page's stdout.
    s.on(output_of(run, 0, b"seen"));
    assert_eq!(s.stages[0].stdout.bytes(0..9), b"seen");
    s.on(output_of(run, 2, b"out"));
    assert_eq!(s.stdout.bytes(0..9), b"out");
    for stage in [2, 0] {
        s.on(ended_of(run, stage, Exit::Exited(0), 0));
        assert!(s.is_running());
    }
    s.on(ended_of(run, 1, Exit::Exited(7), 0));
    // The status is that of the last stage, not of the last one to end.
    let exit = Exit::Exited(0);
    let took_ms = Some(1.0);
    assert_eq!(s.activity, Activity::Ended { exit, took_ms });
}

/// Runs a list whose pipelines end with these statuses, and gives the names of
/// those that ran, with the status at the end.
fn run_list(command: &str, statuses: &[u32]) -> (Vec<String>, Activity) {
    let mut s = session(command);
    let mut ran = Vec::new();
    let mut effects = s.on(Event::RunAsked);
    let mut statuses = statuses.iter();
    while s.is_running() {
        let (run, stages) = launched(&effects);
        ran.push(stages[0].args.join(" "));
        let status = *statuses.next().expect("more ran than there are statuses");
        effects = s.on(ended_of(run, stages[0].stage, Exit::Exited(status), 0));
    }
    (ran, s.activity)
}

#[test]
fn lists_go_on_as_in_a_shell() {
    let of = |status| Activity::Ended {
        exit: Exit::Exited(status),
        took_ms: None,
    };
    let check = |command: &str, statuses: &[u32], expected: &[&str], status: u32| {
        let (ran, activity) = run_list(command, statuses);
        assert_eq!(ran, expected, "{command}");
        let Activity::Ended { exit, .. } = activity else {
            panic!("{activity:?}")
        };
        assert_eq!(
            Activity::Ended {
                exit,
                took_ms: None
            },
            of(status),
            "{command}"
        );
    };
    check("cat 1; cat 2", &[3, 0], &["cat 1", "cat 2"], 0);
    check("cat 1 && cat 2", &[3], &["cat 1"], 3);
    check("cat 1 && cat 2 || cat 3", &[3, 0], &["cat 1", "cat 3"], 0);
    check("cat 1 || cat 2 && cat 3", &[0, 4], &["cat 1", "cat 3"], 4);
    check("! cat 1 && cat 2", &[1, 5], &["cat 1", "cat 2"], 5);
    check(
        "cat 1; cat $? \"<$?>\"",
        &[9, 0],
        &["cat 1", "cat 9 <9>"],
        0,
    );
    check("cat 1; cat $?", &[256 + 7, 0], &["cat 1", "cat 7"], 0);
}

#[test]
fn what_is_edited_during_a_run_is_no_part_of_it() {
    // Whatever becomes of the line, and of how stdin is given, what was started goes on.
    for edited in ["cat 1; cat 2", "cat 1; cat 2 | cat; cat", "cat 1 | cat", ""] {
        let mut s = session("cat 1 && cat 3");
        let (run, _) = launched(&s.on(Event::RunAsked));
        s.on(Event::CommandEdited(edited.into()));
        s.on(Event::StageToggled(1));
        s.on(Event::FeedChosen(Feed::Lines));
        let (_, stages) = launched(&s.on(ended(run, Exit::Exited(0))));
        assert_eq!(stages[0].args, ["cat", "3"], "{edited}");
        s.on(ended_of(run, 1, Exit::Exited(4), 0));
        let Activity::Ended { exit, .. } = s.activity else {
            panic!("{:?}", s.activity)
        };
        assert_eq!(exit, Exit::Exited(4), "{edited}");
    }
    // One stage more than there were.
    let mut s = session("cat");
    let (run, _) = launched(&s.on(Event::RunAsked));
    s.on(Event::CommandEdited("cat; cat".into()));
    assert!(
        s.on(ended(run, Exit::Exited(0)))
            .iter()
            .all(|effect| !matches!(effect, Effect::Start(_)))
    );
    assert!(!s.is_running());
}

#[test]
fn what_one_pipeline_leaves_of_stdin_the_next_one_reads() {
    let mut s = session("cat; cat < f; cat");
    s.on(Event::FileAdded("./f".into(), b"file".to_vec()));
    let (run, stages) = launched(&s.on(Event::RunAsked));
    assert_eq!(stages[0].stdin, Source::Pane { skip: 0 });
    let (_, stages) = launched(&s.on(ended_of(run, 0, Exit::Exited(0), 10)));
    assert_eq!(stages[0].stdin, Source::Pieces(vec![b"file".to_vec()]));
    let (_, stages) = launched(&s.on(ended_of(run, 1, Exit::Exited(0), 4)));
    assert_eq!(stages[0].stdin, Source::Pane { skip: 10 });
}

#[test]
fn redirections_write_the_files_of_the_demo() {
    let mut s = session("cat > a 2> b; cat >> a; cat > c 2>&1");
    s.on(Event::FileAdded("a".into(), b"old".to_vec()));
    let (run, _) = launched(&s.on(Event::RunAsked));
    assert_eq!(s.files[&"a".to_owned()], Vec::<Vec<u8>>::new());
    s.on(output_of(run, 0, b"new"));
    let (_, _) = launched(&s.on(ended_of(run, 0, Exit::Exited(0), 0)));
    s.on(output_of(run, 1, b"er"));
    let (_, stages) = launched(&s.on(ended_of(run, 1, Exit::Exited(0), 0)));
    assert_eq!(s.files[&"a".to_owned()].concat(), b"newer");
    assert_eq!(s.files[&"b".to_owned()].concat(), b"");
    assert_eq!(stages[0].fds, [Output::Stdout; 2]);
    s.on(output_of(run, 2, b"both"));
    s.on(ended_of(run, 2, Exit::Exited(0), 0));
    assert_eq!(s.files[&"c".to_owned()].concat(), b"both");
    assert_eq!(s.stdout.written(), 0);
    assert!(!s.written.is_empty());
    s.on(Event::FilesGiven(Default::default()));
    assert!(s.written.is_empty());
}

#[test]
fn a_missing_file_keeps_only_its_own_stage_from_running() {
    let mut s = session("cat | cat < nosuch | cat; sort");
    let effects = s.on(Event::RunAsked);
    let (run, stages) = launched(&effects);
    let ids: Vec<u32> = stages.iter().map(|stage| stage.stage).collect();
    assert_eq!(ids, [0, 2]);
    assert_eq!(stages[0].sinks[0], Sink::Closed);
    assert_eq!(stages[1].stdin, Source::Pieces(Vec::new()));
    assert!(
        matches!(&s.stages[1].state, State::Ended(Exit::Failed(why)) if why.contains("nosuch"))
    );
    s.on(ended_of(run, 0, Exit::Exited(0), 0));
    let (_, next) = launched(&s.on(ended_of(run, 2, Exit::Exited(0), 0)));
    assert_eq!(next[0].args, ["sort"]);
}

#[test]
fn typed_lines_start_the_run_and_reach_it() {
    let mut s = session("cat");
    s.on(Event::FeedChosen(Feed::Typed));
    let (_, stages) = launched(&s.on(Event::Typed("one\n".into())));
    let rest = b"one\n".to_vec();
    assert_eq!(stages[0].stdin, Source::Typed { rest, ended: false });
    let two = s.on(Event::Typed("two\n".into()));
    assert_eq!(two, [Effect::Feed(b"two\n".to_vec())]);
    assert_eq!(s.typed, "one\ntwo\n");
    assert_eq!(s.on(Event::TypedEnd), [Effect::FeedEnd]);
    assert!(s.on(Event::TypedEnd).is_empty());
    assert!(s.on(Event::Typed("late\n".into())).is_empty());
}

#[test]
fn where_nothing_can_wait_typed_lines_are_gathered_and_stages_take_turns() {
    let mut s = session("cat | sort | cat");
    s.on(Event::EngineWaits(false));
    s.on(Event::FeedChosen(Feed::Typed));
    assert!(s.on(Event::Typed("a\n".into())).is_empty());
    let (run, stages) = launched(&s.on(Event::TypedEnd));
    assert_eq!(stages.len(), 1);
    let rest = b"a\n".to_vec();
    assert_eq!(stages[0].stdin, Source::Typed { rest, ended: true });
    assert_eq!(stages[0].sinks[0], Sink::Page);
    s.on(output_of(run, 0, b"one"));
    s.on(output_of(run, 0, b"two"));
    let (_, stages) = launched(&s.on(ended_of(run, 0, Exit::Exited(0), 2)));
    let pieces = vec![b"one".to_vec(), b"two".to_vec()];
    assert_eq!(stages[0].stdin, Source::Pieces(pieces));
    let (_, stages) = launched(&s.on(ended_of(run, 1, Exit::Exited(0), 6)));
    assert_eq!(stages[0].stage, 2);
    s.on(ended_of(run, 2, Exit::Exited(1), 0));
    assert!(!s.is_running());
}

#[test]
fn where_nothing_can_wait_a_writer_that_never_ends_is_ended_for_a_reader_that_does() {
    let too_much = |read: u64| {
        let mut s = session("cat | sort");
        s.on(Event::EngineWaits(false));
        let (run, stages) = launched(&s.on(Event::RunAsked));
        let kept = vec![b'y'; stages[0].keep[0] as usize];
        s.on(output_of(run, 0, &kept));
        let more = |written| {
            Event::FromStage(FromStage::Output {
                run,
                stage: 0,
                output: Output::Stdout,
                bytes: Vec::new(),
                tally: Tally {
                    written,
                    newlines: 0,
                    is_text: true,
                },
            })
        };
        let effects = s.on(more(1));
        assert_eq!(effects[0], Effect::TerminateStage(0));
        assert_eq!(s.stages[0].state, State::Ended(Exit::ReaderLeft));
        let (_, next) = launched(&effects);
        assert_eq!(next[0].stage, 1);
        // What was on its way by then is none of the run's.
        assert_eq!(s.on(more(1 << 30)), []);
        assert_eq!(s.stages[0].stdout.written(), kept.len() as u64 + 1);
        s.on(ended_of(
            run,
            1,
            Exit::Exited(0),
            read.min(kept.len() as u64),
        ));
        s.activity
    };
    assert!(matches!(
        too_much(6),
        Activity::Ended {
            exit: Exit::Exited(0),
            ..
        }
    ));
    assert!(matches!(
        too_much(u64::MAX),
        Activity::Ended {
            exit: Exit::Limit(_),
            ..
        }
    ));
}

#[test]
fn a_limit_ends_the_run_and_names_itself() {
    let mut s = session("cat");
    s.on(Event::LimitsSet(Limits {
        written: 1,
        ..Limits::default()
    }));
    let run = started(&s.on(Event::RunAsked));
    assert!(s.on(output(run, &vec![0; 1 << 20])).is_empty());
    assert_eq!(s.on(output(run, b"!")), [Effect::Terminate]);
    let Activity::Ended {
        exit: Exit::Limit(why),
        ..
    } = &s.activity
    else {
        panic!("{:?}", s.activity)
    };
    assert!(why.contains("1 MB"), "{why}");
    let run = started(&s.on(Event::RunAsked));
    assert_eq!(s.on(Event::TimeIsUp(run)), [Effect::Terminate]);
    assert!(s.on(Event::TimeIsUp(run)).is_empty());
}

#[test]
fn a_stage_that_is_switched_off_is_left_out_and_stays_off_through_edits() {
    let mut s = session("cat 1 | cat 2 | cat 3");
    s.on(Event::StageToggled(1));
    let (run, stages) = launched(&s.on(Event::RunAsked));
    assert_eq!(stages.len(), 2);
    assert_eq!(s.stages[1].state, State::Skipped);
    s.on(ended_of(run, 0, Exit::Exited(0), 0));
    s.on(ended_of(run, 2, Exit::Exited(0), 0));
    s.on(Event::CommandEdited("cat 0 | cat 1 | cat 2 | cat 3".into()));
    assert!(s.disabled.iter().eq(&[2]));
    s.on(Event::StageMoved(2, 1));
    assert_eq!(s.command, "cat 0 | cat 1 | cat 3 | cat 2");
    assert!(s.disabled.iter().eq(&[3]));
    s.on(Event::StageEdited(3, "sort".into()));
    assert_eq!(s.command, "cat 0 | cat 1 | cat 3 | sort");
    for stage in 0..4 {
        if !s.disabled.contains(&stage) {
            s.on(Event::StageToggled(stage));
        }
    }
    assert!(s.on(Event::RunAsked).is_empty());
    assert!(s.problem.is_some());
}

#[test]
fn programs_get_what_is_granted_and_no_more() {
    let grants = |s: &mut Session<Vec<u8>>| -> Vec<(Grant, usize)> {
        let effects = s.on(Event::RunAsked);
        let stages = launched(&effects).1.into_iter();
        stages
            .map(|launch| (launch.grant, launch.files.len()))
            .collect()
    };
    let mut s = session("cat | cat > out");
    s.on(Event::FileAdded("f".into(), b"abc".to_vec()));
    let nothing = (Grant::default(), 0);
    assert_eq!(grants(&mut s), [nothing.clone(), nothing.clone()]);
    assert!(s.writes_files(), "> out does");

    let mut s = session("cat | cat 2>&1");
    s.on(Event::FileAdded("f".into(), b"abc".to_vec()));
    let readonly = Preopen {
        readonly: true,
        ..Preopen::all()
    };
    s.on(Event::Granted(Grant {
        preopens: vec![readonly.clone()],
        terminals: [true, true, false],
        ..Grant::default()
    }));
    assert!(!s.writes_files());
    let given = |terminals| {
        let preopens = vec![readonly.clone()];
        let grant = Grant {
            preopens,
            terminals,
            ..Grant::default()
        };
        (grant, 1)
    };
    // Between the two is a pipe; fd 2 of the last one is what its fd 1 is.
    assert_eq!(
        grants(&mut s),
        [given([true, false, false]), given([false, true, true])]
    );

    s.on(Event::Granted(Grant {
        preopens: vec![Preopen::all()],
        ..Grant::default()
    }));
    assert!(s.writes_files());
}

#[test]
fn two_programs_that_write_one_file_are_told_of() {
    let mut s = session("sort a | cat b | cat a");
    s.on(Event::Granted(Grant {
        preopens: vec![Preopen::all()],
        ..Grant::default()
    }));
    let (run, _) = launched(&s.on(Event::RunAsked));
    let wrote = |s: &mut Session<Vec<u8>>, stage: u32, name: &str, bytes: &[u8]| {
        s.on(Event::FromStage(FromStage::Ended {
            run,
            stage,
            exit: Exit::Exited(0),
            spent: Spent::default(),
            files: vec![(name.into(), bytes.to_vec())],
            removed: Vec::new(),
        }));
    };
    wrote(&mut s, 0, "a", b"1");
    wrote(&mut s, 1, "b", b"2");
    assert!(s.network.refused.is_empty());
    wrote(&mut s, 2, "a", b"3");
    assert_eq!(
        s.network.refused,
        [
            "a was written by two programs at once, each in a copy of its own: what cat, stage 3, wrote is kept."
        ]
    );
    assert_eq!(s.files.get("a"), Some(&vec![b"3".to_vec()]));
    assert_eq!(s.written, ["a", "b"]);
    // The next pipeline begins anew.
    let mut s = session("cat a; cat a");
    let (run, _) = launched(&s.on(Event::RunAsked));
    for _ in 0..2 {
        s.on(Event::FromStage(FromStage::Ended {
            run,
            stage: 0,
            exit: Exit::Exited(0),
            spent: Spent::default(),
            files: vec![("a".into(), b"1".to_vec())],
            removed: Vec::new(),
        }));
    }
    assert!(s.network.refused.is_empty());
}

#[test]
fn servers_are_there_where_the_network_is() {
    let served = |s: &mut Session<Vec<u8>>| {
        let effects = s.on(Event::RunAsked);
        let launches = launched(&effects).1;
        launches.first().map(|launch| launch.servers.clone())
    };
    let mut s = session("cat");
    let server = |command: &str| Server {
        port: 1997,
        each: Each::Line,
        command: command.into(),
    };
    let mut grant = Grant {
        servers: vec![server("a=b cat 'x y' | cat")],
        ..Grant::default()
    };
    s.on(Event::Granted(grant.clone()));
    assert_eq!(served(&mut s), Some(Vec::new()), "no network is mounted");
    grant.mounts.push(Mount {
        guest: "/dev".into(),
        what: Mounted::Devices,
    });
    s.on(Event::Granted(grant.clone()));
    let called = |args: &[&str], env: &[(&str, &str)]| Called {
        filter: "cat".into(),
        args: args.iter().map(|arg| (*arg).into()).collect(),
        env: env
            .iter()
            .map(|(a, b)| ((*a).into(), (*b).into()))
            .collect(),
    };
    let expected = Serves {
        port: 1997,
        by_line: true,
        programs: vec![
            called(&["cat", "x y"], &[("a", "b")]),
            called(&["cat"], &[]),
        ],
    };
    assert_eq!(served(&mut s), Some(vec![expected]));
    for (command, part) in [
        ("caat", "did you mean cat?"),
        ("cat < a", "a pipeline alone"),
        ("cat; cat", "more than one pipeline"),
        ("cat $(x)", "column 5"),
    ] {
        grant.servers = vec![server(command)];
        s.on(Event::Granted(grant.clone()));
        let trouble = s.trouble().map(|problem| problem.sentence);
        let trouble = trouble.unwrap_or_default();
        assert!(
            trouble.contains("port 1997") && trouble.contains(part),
            "{trouble}"
        );
    }
}

#[test]
fn connections_are_listed_and_closed_with_the_run() {
    let mut s = session("cat");
    s.on(Event::RunAsked);
    let run = s.runs();
    let connection = |number, sent, open| FromStage::Connection {
        run,
        stage: 0,
        number,
        to: "localhost:1".into(),
        sent,
        received: 0,
        begins: Default::default(),
        open,
    };
    s.on(Event::FromStage(connection(0, 0, true)));
    s.on(Event::FromStage(connection(0, 5, true)));
    for number in 1..150 {
        s.on(Event::FromStage(connection(number, 0, true)));
    }
    for _ in 0..2 {
        let sentence = "No.".to_owned();
        s.on(Event::FromStage(FromStage::Refused {
            run,
            stage: 0,
            sentence,
        }));
    }
    assert_eq!(s.network.connections[0].sent, 5);
    assert_eq!((s.network.connections.len(), s.network.more), (100, 50));
    assert_eq!(s.network.refused, ["No."]);
    s.on(Event::StopAsked);
    assert!(
        s.network
            .connections
            .iter()
            .all(|connection| !connection.open)
    );
    s.on(Event::RunAsked);
    assert_eq!(s.network, Network::default());
}

#[test]
fn what_a_program_asks_for_is_refused_until_it_is_allowed() {
    let mut s = session("cat");
    let hosts = |effects: &[Effect<Vec<u8>>]| match effects {
        [Effect::Start(start), ..] => start.stages[0].hosts.clone(),
        other => panic!("{other:?}"),
    };
    let ask = |s: &mut Session<Vec<u8>>, wish: &Wish| {
        let (run, wish) = (s.runs(), wish.clone());
        s.on(Event::FromStage(FromStage::Wishes {
            run,
            stage: 0,
            wish,
        }));
        s.on(Event::StopAsked);
    };
    let host = |name: &str| Wish::Host(name.to_owned());
    assert_eq!(hosts(&s.on(Event::RunAsked)), Vec::<String>::new());
    assert!(!s.has_effects());
    ask(&mut s, &host("a.org"));
    assert_eq!(s.network.wishes, [(0, host("a.org"))]);
    assert!(s.has_effects(), "an edit does not ask again");
    s.on(Event::Answered(host("a.org"), true));
    assert_eq!(s.network.wishes, []);
    assert_eq!(hosts(&s.on(Event::RunAsked)), ["a.org"]);
    assert!(s.has_effects(), "an edit sends nothing");
    // What is refused is not asked for again, and is said.
    ask(&mut s, &host("b.org"));
    s.on(Event::Answered(host("b.org"), false));
    s.on(Event::RunAsked);
    ask(&mut s, &host("b.org"));
    assert_eq!(s.network.wishes, []);
    assert_eq!(
        s.network.refused,
        ["No way to b.org: you refused it to this demo."]
    );
    // Another demo: neither what was said holds, nor does an old question stand.
    s.on(Event::RunAsked);
    ask(&mut s, &host("c.org"));
    s.on(Event::Pasted("x".into()));
    s.on(Event::Granted(Grant::default()));
    assert_eq!(s.network, Network::default());
    assert_eq!(hosts(&s.on(Event::RunAsked)), Vec::<String>::new());
    assert_eq!(s.said, Default::default());
}
