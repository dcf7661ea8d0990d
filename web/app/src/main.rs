//! The page: a Yew single-page app around `model::session`.

mod app;
mod bring;
mod js;
mod library;
mod panes;
mod run;
mod store;

fn main() {
    yew::Renderer::<app::App>::new().render();
}
