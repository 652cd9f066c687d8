/// What functions are given and what they answer.
@NullMarked
package dev.fairlead.container.lambda.events;

import org.jspecify.annotations.NullMarked;
