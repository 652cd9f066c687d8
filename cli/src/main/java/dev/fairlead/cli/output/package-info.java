/// What people and scripts see: tables, JSON, failures.
@NullMarked
package dev.fairlead.cli.output;

import org.jspecify.annotations.NullMarked;
