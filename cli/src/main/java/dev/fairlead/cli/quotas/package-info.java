/// What organizations and projects may use.
@NullMarked
package dev.fairlead.cli.quotas;

import org.jspecify.annotations.NullMarked;
