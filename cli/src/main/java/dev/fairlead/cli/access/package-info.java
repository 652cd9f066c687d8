/// Commands about who may call a function, and how often.
@NullMarked
package dev.fairlead.cli.access;

import org.jspecify.annotations.NullMarked;
