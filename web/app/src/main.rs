//! The page: a Yew single-page app around `model::session`.

mod app;
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
    yew::Renderer::<app::App>::new().render();
}
