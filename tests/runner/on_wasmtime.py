"""Runs programs on wasmtime, each in a process of its own.

usage: python on_wasmtime.py < JOBS

JOBS is a list of objects: number, wasm, args, env, dirs (lists of a folder, the
guest's name for it and whether it is read-only), stdin in base64, timeout in
seconds. Each gives a line of JSON as soon as it has ended.
"""

import base64
import json
import os
import signal
import sys
import tempfile
import time

import wasmtime


def run(job, folder):
    """Runs the program in this process; gives what became of it."""
    config = wasmtime.Config()
    for feature in ("wasm_exceptions", "wasm_gc"):
        try:
            setattr(config, feature, True)
        except (AttributeError, wasmtime.WasmtimeError):
            pass
    # Each runs once and for a moment.
    config.cranelift_opt_level = "none"
    engine = wasmtime.Engine(config)
    linker = wasmtime.Linker(engine)
    linker.define_wasi()
    store = wasmtime.Store(engine)
    wasi = wasmtime.WasiConfig()
    wasi.argv = job["args"]
    wasi.env = job["env"]
    wasi.stdin_file = os.path.join(folder, "stdin")
    wasi.stdout_file = os.path.join(folder, "stdout")
    wasi.stderr_file = os.path.join(folder, "stderr")
    for here, guest, readonly in job["dirs"]:
        wasi.preopen_dir(here, guest, not readonly)
    store.set_wasi(wasi)
    with open(job["wasm"], "rb") as file:
        module = wasmtime.Module(engine, file.read())
    start = time.perf_counter()
    try:
        instance = linker.instantiate(store, module)
        instance.exports(store)["_start"](store)
        end = {"exit": 0}
    except wasmtime.ExitTrap as exit:
        end = {"exit": exit.code & 0xFFFFFFFF}
    except wasmtime.Trap as trap:
        end = {"exit": 134, "trap": trap.message.splitlines()[-1]}
    except wasmtime.WasmtimeError as error:
        end = {"failed": str(error)}
    end["ms"] = (time.perf_counter() - start) * 1000
    return end


def child(job, folder):
    """Runs the program and writes down what became of it."""
    try:
        end = run(job, folder)
    except Exception as error:  # a module that is refused, say
        end = {"failed": str(error)}
    with open(os.path.join(folder, "end"), "w") as file:
        json.dump(end, file)
    os._exit(0)


def wait(process, seconds):
    """Waits for a process, so long at most; whether it ended."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if os.waitpid(process, os.WNOHANG)[0]:
            return True
        time.sleep(0.002)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    return False


def ran(job):
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "stdin"), "wb") as file:
            file.write(base64.b64decode(job["stdin"]))
        process = os.fork()
        if process == 0:
            child(job, folder)
        if not wait(process, job["timeout"]):
            return {"timed_out": True}
        end = {"failed": "wasmtime ended without a word"}
        if os.path.exists(os.path.join(folder, "end")):
            with open(os.path.join(folder, "end")) as file:
                end = json.load(file)
        for name in ("stdout", "stderr"):
            path = os.path.join(folder, name)
            if os.path.exists(path):
                with open(path, "rb") as file:
                    end[name] = base64.b64encode(file.read()).decode()
        return end


for job in json.load(sys.stdin):
    print(json.dumps({"number": job["number"], **ran(job)}), flush=True)
