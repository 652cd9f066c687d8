/// REST for variables; a secret's value goes in and never comes out.
@NullMarked
package dev.fairlead.controlplane.api.variables;

import org.jspecify.annotations.NullMarked;
