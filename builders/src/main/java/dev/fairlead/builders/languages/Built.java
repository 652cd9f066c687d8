package dev.fairlead.builders.languages;

import dev.fairlead.model.functions.Abi;

import java.nio.file.Path;

/// What a build gave: a file, not yet in the store, and how it is called.
public record Built(Path artifact, Abi abi) {}
