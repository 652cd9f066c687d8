package dev.fairlead.engine.api;

import java.util.regex.Pattern;

/// What may stand in a path of the API as the name of something.
public final class Names {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,255}");
    private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:/@-]{0,400}");

    private Names() {}

    public static String container(String id) {
        return "/containers/" + checked(ID, id);
    }

    public static String network(String id) {
        return "/networks/" + checked(ID, id);
    }

    public static String volume(String name) {
        return "/volumes/" + checked(ID, name);
    }

    public static String image(String name) {
        return "/images/" + checked(IMAGE, name);
    }

    private static String checked(Pattern shape, String text) {
        if (!shape.matcher(text).matches() || text.contains("..") || text.contains("//")) {
            throw new IllegalArgumentException("nothing in an engine has this name");
        }
        return text;
    }
}
