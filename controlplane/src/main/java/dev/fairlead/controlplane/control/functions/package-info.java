/// What people do with functions: create, change, delete, roll back.
@NullMarked
package dev.fairlead.controlplane.control.functions;

import org.jspecify.annotations.NullMarked;
