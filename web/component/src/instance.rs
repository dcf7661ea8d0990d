//! The component that runs: its instances, and what it asks its host.

use std::{cell::Cell, rc::Rc};

use js_sys::{Array, Function, Object, Reflect, WebAssembly};
use wasm_bindgen::{JsCast, JsValue};

use crate::{
    call::{Call, Stop},
    guest::Guest,
    handles::Handles,
    link::{self, MOST_ARGUMENTS, status},
    plan::{Instance, Item, Lowered, Plan, What},
};

/// Where the arguments of a call are put, and its result; what puts them there
/// is a core module of its own, see [`link`].
pub type Slots = [Cell<u64>; MOST_ARGUMENTS];

/// A component that is ready to run, any number of times.
pub struct Component {
    plan: Plan,
    link: WebAssembly::Module,
    modules: Vec<WebAssembly::Module>,
}

impl Component {
    /// Reads a component: `parts` is its bytes without its modules, then these.
    ///
    /// # Errors
    /// A sentence: why it does not run here.
    pub fn read(parts: &Array, slots: &Slots) -> Result<Self, JsValue> {
        let frame: js_sys::Uint8Array = parts.get(0).dyn_into()?;
        let plan = crate::plan::read(&frame.to_vec())?;
        let slots = slots.as_ptr().expose_provenance() as u32;
        let link = link::module(&plan.lowered, slots);
        Ok(Self {
            plan,
            link: WebAssembly::Module::new(&js_sys::Uint8Array::from(link.as_slice()))?,
            modules: parts.iter().skip(1).map(JsCast::unchecked_into).collect(),
        })
    }
}

/// One run of a component.
pub struct Running {
    component: Rc<Component>,
    /// What the functions of [`link`] are exports of.
    link: Object,
    /// The exports of the component's core instances, as far as they are made.
    instances: Vec<Object>,
    /// What each lowered function needs, once it was called.
    bound: Vec<Option<Bound>>,
    guests: Vec<(Item, Guest)>,
    handles: Handles,
}

/// What a lowered function needs of the component.
struct Bound {
    /// Which of the guests.
    guest: Option<usize>,
    realloc: Option<Function>,
}

impl Running {
    /// A run that has no instances yet. `host` has the functions `call` and
    /// `wait` and the `memory` that the slots are in.
    ///
    /// # Errors
    /// What the engine says.
    pub fn new(component: Rc<Component>, host: &Object) -> Result<Self, JsValue> {
        let imports = Object::new();
        Reflect::set(&imports, &"host".into(), host)?;
        let link = WebAssembly::Instance::new(&component.link, &imports)?.exports();
        Ok(Self {
            bound: component.plan.lowered.iter().map(|_| None).collect(),
            component,
            link,
            instances: Vec::new(),
            guests: Vec::new(),
            handles: Handles::default(),
        })
    }

    /// The next core instance's module and imports, if there is one: it is not
    /// made here, for it may call its host when it starts.
    ///
    /// # Errors
    /// What the engine says.
    pub fn next(&mut self) -> Result<Option<(WebAssembly::Module, Object)>, JsValue> {
        let component = self.component.clone();
        loop {
            // Names are the component's: none of them may find what every object has.
            let object = Object::create(JsValue::NULL.unchecked_ref());
            match component.plan.instances.get(self.instances.len()) {
                None => return Ok(None),
                Some(Instance::Bundle(items)) => {
                    for (name, item) in items {
                        Reflect::set(&object, &JsValue::from(&**name), &self.item(item)?)?;
                    }
                    self.instances.push(object);
                }
                Some(Instance::Module(module, imports)) => {
                    for (name, instance) in imports {
                        let exports = &self.instances[*instance];
                        Reflect::set(&object, &JsValue::from(&**name), exports)?;
                    }
                    let module = component.modules.get(*module);
                    let module = module.ok_or("a module of this component is missing")?;
                    return Ok(Some((module.clone(), object)));
                }
            }
        }
    }

    /// Here is the core instance that [`Running::next`] gave the parts of.
    pub fn made(&mut self, instance: &WebAssembly::Instance) {
        self.instances.push(instance.exports());
    }

    /// The function that starts the program, when all instances are made.
    ///
    /// # Errors
    /// What the engine says.
    pub fn start(&self) -> Result<Function, JsValue> {
        let run: Function = self.item(&self.component.plan.run)?.dyn_into()?;
        let table = Reflect::get(&self.link, &"run".into())?;
        table.unchecked_into::<WebAssembly::Table>().set(0, &run)?;
        Reflect::get(&self.link, &"start".into())?.dyn_into()
    }

    fn item(&self, item: &Item) -> Result<JsValue, JsValue> {
        match item {
            Item::Lowered(number) => {
                let socket = matches!(self.component.plan.lowered[*number].what, What::Socket);
                match socket {
                    true => Ok(crate::no_socket()),
                    false => Reflect::get(&self.link, &number.to_string().into()),
                }
            }
            Item::Export(instance, name) => match self.instances.get(*instance) {
                Some(exports) => Reflect::get(exports, &JsValue::from(&**name)),
                None => Err("it is used before it is made".into()),
            },
        }
    }

    /// How much memory the component has, in bytes.
    pub fn memory(&self) -> f64 {
        self.guests.iter().map(|(_, guest)| guest.size()).sum()
    }

    /// Makes a call, and gives its [`status`].
    ///
    /// # Errors
    /// Why the program may not go on.
    pub fn call(&mut self, number: u32, slots: &Slots) -> Result<i32, &'static str> {
        let number = number as usize;
        let component = self.component.clone();
        let Some(lowered) = component.plan.lowered.get(number) else {
            return Err("it called what is not there");
        };
        if self.bound[number].is_none() {
            self.bound[number] = Some(self.bind(lowered)?);
        }
        let bound = self.bound[number].as_ref();
        let mut call = Call {
            arguments: std::array::from_fn(|index| slots[index].get()),
            next: 0,
            guest: bound
                .and_then(|bound| bound.guest)
                .map(|guest| &mut self.guests[guest].1),
            realloc: bound.and_then(|bound| bound.realloc.as_ref()),
            handles: &mut self.handles,
        };
        let answer = match lowered.what {
            What::Wasi(function) => (function.act)(&mut call),
            What::Drop | What::Socket => {
                let handle = call.u32();
                call.handles.drop(handle).map(|()| 0)
            }
        };
        match answer {
            Ok(result) => {
                slots[0].set(result);
                Ok(status::DONE)
            }
            Err(Stop::Wait) => Ok(status::WAIT),
            Err(Stop::Exit) => Ok(status::END),
            Err(Stop::Trap(why)) => Err(why),
        }
    }

    fn bind(&mut self, lowered: &Lowered) -> Result<Bound, &'static str> {
        let early = "it called its host before it had a memory";
        let guest = match &lowered.memory {
            None => None,
            Some(item) => match self.guests.iter().position(|(other, _)| other == item) {
                Some(guest) => Some(guest),
                None => {
                    let memory = self.item(item).and_then(JsCast::dyn_into);
                    let memory = memory.map_err(|_| early)?;
                    self.guests.push((item.clone(), Guest::new(memory)));
                    Some(self.guests.len() - 1)
                }
            },
        };
        let realloc = match &lowered.realloc {
            None => None,
            Some(item) => {
                let realloc = self.item(item).and_then(JsCast::dyn_into);
                Some(realloc.map_err(|_| early)?)
            }
        };
        Ok(Bound { guest, realloc })
    }
}
