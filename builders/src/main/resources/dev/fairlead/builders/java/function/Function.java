package dev.fairlead.function;

/** What answers requests. One instance answers many, one after the other. */
@FunctionalInterface
public interface Function {
    /** What is thrown fails the call, with its message in the log. */
    Response handle(Request request) throws Exception;
}
