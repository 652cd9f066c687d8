/// What every command has in common: its options, where its output goes, the API it asks.
@NullMarked
package dev.fairlead.cli.terminal;

import org.jspecify.annotations.NullMarked;
