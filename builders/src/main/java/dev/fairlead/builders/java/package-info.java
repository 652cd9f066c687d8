/// The compiler of Java functions: analysis, rules, class files, jar. Runs inside a build's step,
/// as a program that knows nothing but the JDK and the rules' form.
@NullMarked
package dev.fairlead.builders.java;

import org.jspecify.annotations.NullMarked;
