//! The page: a Yew single-page app around `model::session`.

mod app;
mod ask;
mod bring;
mod doctor;
mod embed;
mod few;
mod js;
mod library;
mod links;
mod location;
mod panes;
mod relay;
mod run;
mod store;

fn main() {
    std::panic::set_hook(Box::new(|info| {
        web_sys::console::error_1(&info.to_string().into());
        say_that_it_failed();
    }));
    yew::Renderer::<app::App>::new().render();
}

/// The page itself failed: nothing that is drawn from its state can say so any
/// more.
fn say_that_it_failed() {
    let document = web_sys::window().and_then(|window| window.document());
    let said = document.and_then(|document| {
        let sentence = document.create_element("p").ok()?;
        sentence.set_class_name("page-failed trouble");
        sentence.set_text_content(Some(
            "The page itself failed, which is a defect of Pourover. What you made is kept: reload the page.",
        ));
        document.body()?.prepend_with_node_1(&sentence).ok()
    });
    let _ = said;
}
