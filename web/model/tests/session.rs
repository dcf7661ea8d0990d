//! Events in, effects out.

use model::{
    exit::{Exit, Trap},
    protocol::{FromStage, Output, Tally},
    session::{Activity, Effect, Event, Filter, Origin, Session},
};

fn filter(name: &str, origin: Origin) -> Filter {
    Filter {
        name: name.into(),
        summary: String::new(),
        manual: String::new(),
        bytes: 1,
        origin,
    }
}

fn session(command: &str) -> Session<Vec<u8>> {
    let mut session = Session::default();
    let built_in = ["cat", "sort"].map(|name| filter(name, Origin::BuiltIn));
    session.on(Event::FiltersListed(Origin::BuiltIn, built_in.to_vec()));
    session.on(Event::CommandEdited(command.into()));
    session
}

fn started(effects: &[Effect]) -> u32 {
    match effects {
        [.., Effect::Start(start)] => start.run,
        other => panic!("nothing was started: {other:?}"),
    }
}

fn output(run: u32, bytes: &[u8]) -> Event<Vec<u8>> {
    let tally = Tally {
        written: bytes.len() as u64,
        newlines: 0,
        is_text: true,
    };
    Event::FromStage(FromStage::Output {
        run,
        output: Output::Stdout,
        bytes: bytes.to_vec(),
        tally,
    })
}

fn ended(run: u32, exit: Exit) -> Event<Vec<u8>> {
    Event::FromStage(FromStage::Ended {
        run,
        exit,
        took_ms: 1.0,
    })
}

#[test]
fn a_run_from_its_start_to_its_end() {
    let mut s = session("A=1 sort -r");
    let effects = s.on(Event::RunAsked);
    let [Effect::Start(start)] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(start.args, ["sort", "-r"]);
    assert_eq!(start.env, [("A".to_owned(), "1".to_owned())]);
    assert!(s.is_running());
    s.on(output(start.run, b"b"));
    s.on(output(start.run, b"a"));
    assert!(s.on(ended(start.run, Exit::Exited(3))).is_empty());
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
    s.on(Event::NoProgram(run, "late".into()));
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
    assert_eq!(s.on(ended(run, trap)), [Effect::Retire]);
    s.on(Event::RunAsked);
    let crash = FromStage::Crashed {
        message: "oh".into(),
    };
    assert_eq!(s.on(Event::FromStage(crash)), [Effect::Retire]);
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
    s.on(Event::CommandEdited("cat | sort".into()));
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
