/// What a directory may make of an organization's people.
@NullMarked
package dev.fairlead.controlplane.control.directory;

import org.jspecify.annotations.NullMarked;
