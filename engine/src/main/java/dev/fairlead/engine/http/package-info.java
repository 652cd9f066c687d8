/// HTTP/1.1 with an engine, over a socket of this machine or TLS: connections kept, answers
/// bounded, deadlines. Knows no path of the API.
@NullMarked
package dev.fairlead.engine.http;

import org.jspecify.annotations.NullMarked;
