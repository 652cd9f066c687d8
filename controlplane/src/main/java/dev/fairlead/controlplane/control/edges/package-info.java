/// What web servers before us have to be told, in their own words. Every way leads to our gateway,
/// which decides.
@NullMarked
package dev.fairlead.controlplane.control.edges;

import org.jspecify.annotations.NullMarked;
