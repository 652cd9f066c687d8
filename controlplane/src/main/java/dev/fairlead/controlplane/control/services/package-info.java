/// What people do with functions: create, change, delete, roll back.
@NullMarked
package dev.fairlead.controlplane.control.services;

import org.jspecify.annotations.NullMarked;
