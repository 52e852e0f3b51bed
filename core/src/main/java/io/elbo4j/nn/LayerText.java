package io.elbo4j.nn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the text form of a layer: a name, at most one whole number, then {@code key=value} pairs. */
final class LayerText {

    /** A convolution's window unless it says otherwise. */
    static final int KERNEL = 3;

    private static final String ALLOWED = "dense N, conv2d N [kernel=3] [stride=1] [padding=valid|same], "
            + "max-pool N [stride=N], avg-pool N [stride=N], flatten, relu, tanh, softplus, gelu, batch-norm, layer-norm";

    private final String text;
    private final List<String> words = new ArrayList<>();
    private final Map<String, String> settings = new LinkedHashMap<>();

    private LayerText(String text) {
        this.text = text;
        for (String word : text.strip().split("\\s+")) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                words.add(word);
            } else if (settings.put(word.substring(0, equals), word.substring(equals + 1)) != null) {
                throw failure("a setting stands twice");
            }
        }
    }

    static LayerSpec parse(String text) {
        LayerText parts = new LayerText(text);
        return switch (parts.words.isEmpty() ? "" : parts.words.get(0)) {
            case "dense" -> new LayerSpec.Dense(parts.size(Set.of()));
            case "conv2d" ->
                new LayerSpec.Conv2d(
                        parts.size(Set.of("kernel", "stride", "padding")),
                        parts.setting("kernel", KERNEL),
                        parts.setting("stride", 1),
                        parts.same());
            case "max-pool" -> parts.pool(true);
            case "avg-pool" -> parts.pool(false);
            case "flatten" -> parts.alone(new LayerSpec.Flatten());
            case "relu" -> parts.alone(new LayerSpec.Activation(LayerSpec.Function.RELU));
            case "tanh" -> parts.alone(new LayerSpec.Activation(LayerSpec.Function.TANH));
            case "softplus" -> parts.alone(new LayerSpec.Activation(LayerSpec.Function.SOFTPLUS));
            case "gelu" -> parts.alone(new LayerSpec.Activation(LayerSpec.Function.GELU));
            case "batch-norm" -> parts.alone(new LayerSpec.BatchNorm());
            case "layer-norm" -> parts.alone(new LayerSpec.LayerNorm());
            default -> throw parts.failure("no such layer");
        };
    }

    private LayerSpec pool(boolean max) {
        int kernel = size(Set.of("stride"));
        return new LayerSpec.Pool(max, kernel, setting("stride", kernel));
    }

    /** The one number behind the name; no settings but these may follow. */
    private int size(Set<String> allowed) {
        if (words.size() != 2) {
            throw failure("one whole number must follow the name");
        }
        if (!allowed.containsAll(settings.keySet())) {
            throw failure("a setting that this layer does not have");
        }
        return number(words.get(1));
    }

    private int setting(String name, int otherwise) {
        String value = settings.get(name);
        return value == null ? otherwise : number(value);
    }

    private boolean same() {
        return switch (settings.getOrDefault("padding", "valid")) {
            case "valid" -> false;
            case "same" -> true;
            default -> throw failure("padding is neither valid nor same");
        };
    }

    private LayerSpec alone(LayerSpec layer) {
        if (words.size() > 1 || !settings.isEmpty()) {
            throw failure("this layer has no settings");
        }
        return layer;
    }

    private int number(String word) {
        try {
            int number = Integer.parseInt(word);
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Reported below, with numbers that are too small.
        }
        throw failure("not a whole number from 1 up");
    }

    private IllegalArgumentException failure(String reason) {
        return new IllegalArgumentException(
                "network: cannot read layer: layer=\"" + text + "\" reason=\"" + reason + "\"; allowed: " + ALLOWED);
    }
}
