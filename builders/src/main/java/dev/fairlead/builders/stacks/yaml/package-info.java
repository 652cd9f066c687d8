/// YAML files of a source folder with the lines that things stand in, and what is wrong with them.
/// Knows nothing of compose files.
@NullMarked
package dev.fairlead.builders.stacks.yaml;

import org.jspecify.annotations.NullMarked;
