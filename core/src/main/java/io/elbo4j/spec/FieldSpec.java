package io.elbo4j.spec;

import java.util.List;

/**
 * Fields of binary weights.
 *
 * @param divergence {@code previous-task} or {@code last-iterate}
 * @param initialInverseTemperature β at the first step
 * @param inverseTemperature β at the last step
 * @param initialSd of the first fields
 */
public record FieldSpec(
        String divergence, double initialInverseTemperature, double inverseTemperature, double initialSd) {

    static FieldSpec of(Settings settings) {
        return new FieldSpec(
                settings.choice("model.field.divergence", List.of("previous-task", "last-iterate")),
                RunSpec.within(settings, "model.field.initialInverseTemperature", 0, 1e6, true),
                RunSpec.within(settings, "model.field.inverseTemperature", 0, 1e6, true),
                RunSpec.within(settings, "model.field.initialSd", 0, 1e6, false));
    }
}
