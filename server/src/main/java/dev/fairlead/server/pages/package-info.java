/// The pages that people sign in and manage their account with: files of the class path, whose
/// scripts ask the API. Nothing here knows who asks.
@NullMarked
package dev.fairlead.server.pages;

import org.jspecify.annotations.NullMarked;
