/// Who somebody is by the word of another system, and how such a sign-in ends. Not how it is asked.
@NullMarked
package dev.fairlead.identity.external;

import org.jspecify.annotations.NullMarked;
