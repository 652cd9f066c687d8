/// What is forgotten of kept answers: here, on the other servers, and in front of us.
@NullMarked
package dev.fairlead.controlplane.control.caching;

import org.jspecify.annotations.NullMarked;
