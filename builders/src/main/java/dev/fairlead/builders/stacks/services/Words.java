package dev.fairlead.builders.stacks.services;

import dev.fairlead.builders.stacks.yaml.Part;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Commands: lists of words, or a text that is split as a shell would, without any shell. A
/// variable within is part of its word, whatever it stands for.
final class Words {
    private static final int MOST = 1000;

    private final String text;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean begun;
    private int at;

    private Words(String text) {
        this.text = text;
    }

    /// Empty where there is none; an empty list where nothing is to be run instead.
    static Optional<List<String>> of(Part part) {
        if (part.isNull()) {
            return Optional.empty();
        }
        if (part.isMapping()) {
            part.refuse("must be a text or a list of words");
            return Optional.empty();
        }
        List<String> words = part.isList() ? part.texts() : split(part, part.text().orElse(""));
        if (words.size() > MOST) {
            part.refuse("has more than " + MOST + " words");
        }
        return Optional.of(words);
    }

    private static List<String> split(Part part, String text) {
        var words = new Words(text);
        if (!words.split()) {
            part.refuse("its quote does not end");
        }
        return words.words;
    }

    private boolean split() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
                end();
            } else if (c == '\'' || c == '"') {
                if (!quoted(c)) {
                    return false;
                }
            } else if (c == '\\' && at + 1 < text.length()) {
                add(text.charAt(at + 1));
                at += 2;
            } else {
                plain();
            }
        }
        end();
        return true;
    }

    private void add(char c) {
        begun = true;
        word.append(c);
    }

    private void end() {
        if (begun) {
            words.add(word.toString());
            word.setLength(0);
            begun = false;
        }
    }

    /// A character, or all of `${...}`.
    private void plain() {
        int depth = 0;
        do {
            if (text.startsWith("$$", at)) {
                add(text.charAt(at++));
            } else if (text.startsWith("${", at)) {
                depth++;
                add(text.charAt(at++));
            } else if (depth > 0 && text.charAt(at) == '}') {
                depth--;
            }
            add(text.charAt(at++));
        } while (depth > 0 && at < text.length());
    }

    private boolean quoted(char quote) {
        begun = true;
        at++;
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at);
            boolean escape =
                    c == '\\'
                            && quote == '"'
                            && at + 1 < text.length()
                            && "\"\\".indexOf(text.charAt(at + 1)) >= 0;
            if (escape) {
                add(text.charAt(at + 1));
                at += 2;
            } else {
                plain();
            }
        }
        at++;
        return at <= text.length();
    }
}
