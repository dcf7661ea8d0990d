//! What programs see: files that are made in the page, and what is mounted.

use serde_json::json;
use tests::native::root;

use super::{Case, case, contains, equal};
use crate::{
    Outcome,
    page::{Error, Page},
};

pub fn cases() -> Vec<Case> {
    vec![
        case("programs_on_wasmer_wasix_see_what_is_mounted", second_host),
        case("nothing_is_there_that_was_not_granted", nothing),
        case("proc_tells_a_program_of_itself", proc),
        case("a_file_is_made_edited_renamed_and_removed", edited),
        case("archives_go_in_and_come_out", archives),
        case("a_program_finds_no_more_room_than_files_may_take", room),
        case("files_of_any_size_survive_a_reload", kept),
        case("a_large_file_is_seen_and_changed_as_any", large),
    ]
}

/// Opens the drawer of files.
pub async fn open_files(page: &Page) -> Result<(), Error> {
    page.script("document.getElementById('files').click()", vec![])
        .await?;
    page.when("document.querySelector('.mounts')", vec![])
        .await?;
    Ok(())
}

async fn mount(page: &Page, what: &str) -> Outcome {
    open_files(page).await?;
    page.click(&format!("#mount-{what}")).await?;
    page.click("#close").await
}

/// What the page says of connections.
pub async fn connections(page: &Page) -> Result<String, Error> {
    Ok(page.text("#network").await?.trim().to_owned())
}

/// Fails unless the program gave this, and ended well.
pub async fn gives(page: &Page, line: &str, stdout: &str) -> Outcome {
    let run = page.run(line).await?;
    equal(line, String::from_utf8_lossy(&run.stderr), "")?;
    equal(line, String::from_utf8_lossy(&run.stdout), stdout)?;
    equal(line, run.status, "exited 0")
}

async fn second_host(page: Page) -> Outcome {
    page.fill_stdin("a title\n").await?;
    for (at, program) in ["cat", "head", "tee", "dial", "converse"]
        .into_iter()
        .enumerate()
    {
        page.run(program).await?;
        if at == 0 {
            page.open_card(0).await?;
        }
        page.select("#stage-host", "wasix").await?;
    }
    // Nothing without a grant, as on the other host.
    equal(
        "without",
        page.run("head -c 3 /dev/zero").await?.status,
        "exited 1",
    )?;
    for what in ["dev", "proc", "page"] {
        mount(&page, what).await?;
    }
    equal(
        "zeros",
        &page.run("head -c 3 /dev/zero").await?.stdout[..],
        b"\0\0\0",
    )?;
    let run = page.run("cat /proc/self/cmdline").await?;
    equal("no trouble", String::from_utf8_lossy(&run.stderr), "")?;
    equal(
        "the command line",
        &run.stdout[..],
        b"cat\0/proc/self/cmdline\0",
    )?;
    let run = page.run("cat /dev/nothing").await?;
    contains(&String::from_utf8_lossy(&run.stderr), "No such file")?;
    page.run("tee /page/title /dev/null").await?;
    page.when("document.title.startsWith('a title')", vec![])
        .await?;
    let run = page.run("cat /page/title").await?;
    equal("read again", &run.stdout[..], b"a title\n")?;
    // Servers, of both kinds.
    equal(
        "for a line",
        String::from_utf8_lossy(&page.run_demo("dial").await?.stdout),
        "input>  output> hello from the other side\n",
    )?;
    equal(
        "for a connection",
        String::from_utf8_lossy(&page.run_demo("converse").await?.stdout),
        "     1\tping\n     2\tis it still you?\n     3\tyes\n",
    )?;
    let run = page.run("dial /dev/localhost:7").await?;
    equal(
        "nobody",
        String::from_utf8_lossy(&run.stderr),
        "dial: /dev/localhost:7: Connection refused\n",
    )
}

async fn nothing(page: Page) -> Outcome {
    page.fill_stdin("").await?;
    let zeros = "head -c 3 /dev/zero";
    let run = page.run(zeros).await?;
    equal("without", run.status, "exited 1")?;
    contains(
        &String::from_utf8_lossy(&run.stderr),
        "head: /dev/zero: No such file or directory",
    )?;
    mount(&page, "dev").await?;
    let run = page.run(zeros).await?;
    equal("with", &run.stdout[..], b"\0\0\0")?;
    let run = page.run("cat /dev/nothing").await?;
    contains(&String::from_utf8_lossy(&run.stderr), "No such file")?;
    // There is nothing to be made, and no way out.
    let run = page.run("tee /dev/../x /dev/null").await?;
    contains(&String::from_utf8_lossy(&run.stderr), "tee: /dev/../x: ")?;
    // What is granted outlives the page.
    page.kept_when("JSON.stringify(draft.grant).includes('mount')")
        .await?;
    page.load().await?;
    equal(
        "after a reload",
        &page.run(zeros).await?.stdout[..],
        b"\0\0\0",
    )?;
    mount(&page, "dev").await?;
    equal("taken away", page.run(zeros).await?.status, "exited 1")
}

async fn proc(page: Page) -> Outcome {
    mount(&page, "proc").await?;
    let run = page.run("cat /proc/self/cmdline").await?;
    equal(
        "the command line",
        &run.stdout[..],
        b"cat\0/proc/self/cmdline\0",
    )?;
    let run = page.run("cat /proc/self/fd/0").await?;
    contains(
        &String::from_utf8_lossy(&run.stderr),
        "cat: /proc/self/fd/0: ",
    )
}

async fn names(page: &Page) -> Result<serde_json::Value, Error> {
    page.script(
        "return Array.from(document.querySelectorAll('.files li'), (file) => file.querySelector('code').innerText + ' ' + file.querySelector('.size').innerText.trim())",
        vec![],
    )
    .await
}

async fn write(page: &Page, name: &str, text: &str) -> Outcome {
    page.when("document.getElementById('file-text')", vec![])
        .await?;
    page.script(
        "document.getElementById('file-name').value = arguments[0]; document.getElementById('file-text').value = arguments[1]",
        vec![json!(name), json!(text)],
    )
    .await?;
    // Whatever makes the page be drawn anew leaves it there.
    page.script("dispatchEvent(new Event('resize'))", vec![])
        .await?;
    page.click("#keep-file").await
}

async fn edited(page: Page) -> Outcome {
    open_files(&page).await?;
    page.click("#new-file").await?;
    write(&page, "../up", "x").await?;
    page.when("document.getElementById('notice')", vec![])
        .await?;
    contains(&page.text("#notice").await?, ".. leads nowhere")?;
    write(&page, "notes/<b>.txt", "one\n").await?;
    page.when("document.querySelector('.files li')", vec![])
        .await?;
    equal("made", names(&page).await?, json!(["notes/<b>.txt 4 B"]))?;
    page.click("button[aria-label='Edit or rename notes/<b>.txt']")
        .await?;
    write(&page, "two.txt", "one\ntwo\n").await?;
    page.when(
        "document.querySelector('.files code')?.innerText === 'two.txt'",
        vec![],
    )
    .await?;
    page.click("#close").await?;
    let run = page.run("wc -l < two.txt > count").await?;
    equal("read and written", run.status, "exited 0")?;
    open_files(&page).await?;
    equal(
        "what the run wrote is marked",
        names(&page).await?,
        json!(["count written · 2 B", "two.txt 8 B"]),
    )?;
    page.click("button[aria-label='Remove two.txt']").await?;
    page.when(
        "document.querySelectorAll('.files li').length === 1",
        vec![],
    )
    .await?;
    page.click("#offer").await?;
    page.when(
        "document.querySelectorAll('.files li').length === 2",
        vec![],
    )
    .await?;
    Ok(())
}

async fn archives(page: Page) -> Outcome {
    // One that is damaged, and one that the machine's own tar made.
    let folder = root().join("target/archives").join(page.engine.name());
    std::fs::create_dir_all(folder.join("in/deep"))?;
    std::fs::write(folder.join("in/deep/a.bin"), [0, 255, 10])?;
    std::fs::write(folder.join("in/b.txt"), "b\n")?;
    let tar = std::process::Command::new("tar")
        .args(["-czf", "all.tar.gz", "-C", "in", "."])
        .current_dir(&folder)
        .status()?;
    equal("tar", tar.success(), true)?;
    open_files(&page).await?;
    page.choose("#add-archive", b"no archive", "no.zip").await?;
    page.when("document.getElementById('notice')", vec![])
        .await?;
    contains(&page.text("#notice").await?, "This is no archive")?;
    let bytes = std::fs::read(folder.join("all.tar.gz"))?;
    page.choose("#add-archive", &bytes, "all.tar.gz").await?;
    page.when(
        "document.querySelectorAll('.files li').length === 2",
        vec![],
    )
    .await?;
    equal(
        "unpacked",
        names(&page).await?,
        json!(["b.txt 2 B", "deep/a.bin 3 B"]),
    )?;
    page.script("window.saved.length = 0", vec![]).await?;
    page.click("#save-files").await?;
    page.when("window.saved.length", vec![]).await?;
    let script = "const done = arguments[0]; window.saved[0].arrayBuffer().then((bytes) => done({ seen: Array.from(new Uint8Array(bytes)) }))";
    let saved = page.ask(script, vec![]).await?;
    let saved: Vec<u8> = serde_json::from_value(saved)?;
    std::fs::write(folder.join("saved.tar"), &saved)?;
    let list = std::process::Command::new("tar")
        .args(["-tf", "saved.tar"])
        .current_dir(&folder)
        .output()?;
    equal("saved", &list.stdout[..], b"b.txt\ndeep/a.bin\n")
}

async fn room(page: Page) -> Outcome {
    page.grant(true).await?;
    page.limit(&[("files", 1)]).await?;
    page.stdin_file(&vec![b'x'; 3 << 20], "large").await?;
    let run = page.run("tee kept > /dev/null").await?;
    equal("status", &run.status[..], "exited 1")?;
    contains(
        &String::from_utf8_lossy(&run.stderr),
        "tee: kept: No space left on device",
    )?;
    contains(
        &page.text("#network").await?,
        "There was no room for what a program wrote: files may take 1 MB together. Raise Files in Limits",
    )?;
    // What there was room for is there.
    let run = page.run("wc -c kept").await?;
    equal("kept", &run.stdout[..], b"1048576 kept\n")?;
    page.limit(&[("files", 4)]).await?;
    let run = page.run("tee kept > /dev/null").await?;
    equal("with more room", &run.status[..], "exited 0")
}

async fn kept(page: Page) -> Outcome {
    // More than goes into a message or a draft at once is well.
    mount(&page, "dev").await?;
    page.run("head -c 70000000 /dev/zero > large").await?;
    page.run("args small > small").await?;
    // What is set now is kept together with what the run has written by now.
    page.limit(&[("seconds", 77)]).await?;
    page.kept_when("draft.names.length === 2 && draft.limits.seconds === 77")
        .await?;
    page.load().await?;
    let run = page.run("wc -c < large; cat < small").await?;
    equal(
        "both",
        String::from_utf8_lossy(&run.stdout),
        "70000000\n0: args\n1: small\n",
    )?;
    open_files(&page).await?;
    page.click("button[aria-label='Remove large']").await?;
    page.click("#close").await?;
    page.kept_when("draft.names.length === 1").await?;
    page.load().await?;
    let run = page.run("cat < small; wc -c < large").await?;
    equal("one of them", &run.stdout[..], b"0: args\n1: small\n")
}

/// A large file goes to a stage in another way than a small one.
async fn large(page: Page) -> Outcome {
    page.run("yes 123456789 | head -n 300000 > big").await?;
    open_files(&page).await?;
    page.click("#grant").await?;
    page.click("#close").await?;
    page.fill_stdin("end\n").await?;
    gives(&page, "wc -c big", "3000000 big\n").await?;
    gives(&page, "tail -c 5 big | cat - big | wc -c", "3000005\n").await?;
    // Two that write it at once are told of, where they do.
    let run = page.run("tee big | tee big").await?;
    equal("two writers", run.status, "exited 0")?;
    if page.waits().await? {
        contains(
            &connections(&page).await?,
            "big was written by two programs at once, each in a copy of its own: what tee, stage ",
        )?;
    }
    page.run("yes 123456789 | head -n 300000 > big").await?;
    // Added to, it comes back whole; nothing is left of one that is written anew.
    gives(&page, "tee -a big", "end\n").await?;
    gives(&page, "tail -n 2 big", "123456789\nend\n").await?;
    gives(&page, "wc -c big", "3000004 big\n").await?;
    page.run("cat").await?;
    page.open_card(0).await?;
    page.select("#stage-host", "wasix").await?;
    gives(&page, "cat big | wc -c", "3000004\n").await?;
    gives(&page, "tee big", "end\n").await?;
    gives(&page, "wc -c big", "4 big\n").await
}
