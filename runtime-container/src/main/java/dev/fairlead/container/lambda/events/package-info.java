/// What Lambda's functions are given and what they answer, as bytes: requests as events, answers as
/// responses, frames of a stream. Knows no connection.
@NullMarked
package dev.fairlead.container.lambda.events;

import org.jspecify.annotations.NullMarked;
