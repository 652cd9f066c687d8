/// Invoking functions as AWS Lambda's API does.
@NullMarked
package dev.fairlead.controlplane.api.invocations;

import org.jspecify.annotations.NullMarked;
