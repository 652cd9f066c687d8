/// One suite for every language: source to answers, without a server. A language plugs in with a
/// folder of source below `conformance/` and a class of a few lines.
@NullMarked
package dev.fairlead.endtoend.languages;

import org.jspecify.annotations.NullMarked;
