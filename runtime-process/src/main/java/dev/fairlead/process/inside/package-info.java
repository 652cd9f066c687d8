/// What runs inside a child: the program that joins a function to the runtime, and how both talk.
/// Uses nothing but the JDK, since it is copied into the sandbox alone.
@NullMarked
package dev.fairlead.process.inside;

import org.jspecify.annotations.NullMarked;
