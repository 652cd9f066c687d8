/// How much organizations and projects may use.
@NullMarked
package dev.fairlead.controlplane.api.quotas;

import org.jspecify.annotations.NullMarked;
