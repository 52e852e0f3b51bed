package io.elbo4j.spark.io;

import java.util.function.UnaryOperator;

/**
 * What a process finds around it, injectable.
 *
 * @param variable a variable's value by its name; an empty string when it is not set
 */
public record Surroundings(UnaryOperator<String> variable) {

    /** Where the project lies: its {@code data/} folder is looked into for relative paths. */
    public static final String HOME = "ELBO4J_HOME";

    /** A folder with {@code mnist/} or {@code fashion-mnist/}, or with their files. */
    public static final String DATA = "ELBO4J_DATA";

    /** This process: system properties before environment variables. */
    public static Surroundings ofProcess() {
        return new Surroundings(name -> {
            String fromEnvironment = System.getenv(name);
            return System.getProperty(name, fromEnvironment == null ? "" : fromEnvironment);
        });
    }

    /** The value of {@value #DATA}, or an empty string. */
    public String data() {
        return variable.apply(DATA);
    }

    /** The value of {@value #HOME}, or an empty string. */
    public String home() {
        return variable.apply(HOME);
    }
}
