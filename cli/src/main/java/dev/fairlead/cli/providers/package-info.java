/// Commands of providers, for administrators of the installation.
@NullMarked
package dev.fairlead.cli.providers;

import org.jspecify.annotations.NullMarked;
