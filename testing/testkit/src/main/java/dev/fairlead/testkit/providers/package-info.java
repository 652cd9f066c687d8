/// Identity providers as processes of a test, and somebody who fills in their forms.
@NullMarked
package dev.fairlead.testkit.providers;

import org.jspecify.annotations.NullMarked;
