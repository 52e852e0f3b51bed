package io.elbo4j.spec;

import java.util.List;

/**
 * What computes the outputs.
 *
 * @param layers texts of layers
 * @param bias whether layers have one
 * @param dl4j URI of a DL4J configuration, or empty
 * @param engine {@code auto}, {@code kernel}, {@code samediff}, {@code dl4j} or {@code linear}
 */
public record NetworkChoice(List<String> layers, boolean bias, String dl4j, String engine) {

    static NetworkChoice of(Settings settings) {
        NetworkChoice choice = new NetworkChoice(
                List.copyOf(settings.texts("network.layers")),
                settings.flag("network.bias"),
                settings.text("network.dl4j"),
                settings.choice("engine", List.of("auto", "kernel", "samediff", "dl4j", "linear")));
        if (!choice.dl4j.isEmpty() && !choice.layers.isEmpty()) {
            throw new SpecException("settings: two networks: network.dl4j=" + choice.dl4j + " network.layers="
                    + choice.layers + "; give one of them");
        }
        return choice;
    }
}
