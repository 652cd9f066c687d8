package dev.fairlead.builders.languages;

/// Something that a builder needs on the server: the file that shows it is there, and the Debian
/// package it comes with.
public enum Tool {
    NODE("/usr/bin/node", "nodejs"),
    NPM("/usr/share/nodejs/npm/bin/npm-cli.js", "npm"),
    CLANG("/usr/bin/clang-19", "clang-19"),
    CLANG_CPP("/usr/bin/clang++-19", "clang-19"),
    CLANG_LINKER("/usr/bin/wasm-ld-19", "lld-19"),
    CLANG_BUILTINS(
            "/usr/lib/llvm-19/lib/clang/19/lib/wasi/libclang_rt.builtins-wasm32.a",
            "libclang-rt-19-dev-wasm32"),
    WASI_LIBC("/usr/lib/wasm32-wasi/libc.a", "wasi-libc"),
    WASI_LIBCPP("/usr/lib/wasm32-wasi/libc++.a", "libc++-19-dev-wasm32"),
    RUSTC("/usr/bin/rustc", "rustc"),
    CARGO("/usr/bin/cargo", "cargo"),
    RUST_STD("/usr/lib/rustlib/wasm32-wasi/lib", "libstd-rust-dev-wasm32"),
    RUST_LINKER("/usr/bin/wasm-ld-14", "lld-14"),
    /// Crates that packages of Debian install; they may be any, and none.
    RUST_CRATES("/usr/share/cargo/registry", "librust-serde-json-dev"),
    /// Has pip with it where the second package is installed, too.
    PYTHON("/usr/bin/python3", "python3"),
    PIP("/usr/lib/python3/dist-packages/pip/__main__.py", "python3-pip"),
    GO("/usr/lib/go-1.23/bin/go", "golang-1.23-go"),
    GO_SOURCES("/usr/share/go-1.23/src/fmt/print.go", "golang-1.23-src");

    private final String usual;
    private final String debianPackage;

    Tool(String usual, String debianPackage) {
        this.usual = usual;
        this.debianPackage = debianPackage;
    }

    /// Where Debian puts it.
    String usual() {
        return usual;
    }

    String debianPackage() {
        return debianPackage;
    }
}
