package io.elbo4j.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.density.Role;
import io.elbo4j.family.BinaryField;
import io.elbo4j.family.BinaryWeights;
import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.family.FullGaussian;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.spec.SpecException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ExportTest {

    private static final ParameterLayout LAYOUT = new ParameterLayout(List.of(
            new ParameterBlock("0.dense.weight", List.of(2, 2), 0, Role.WEIGHT, 2, 2, 0),
            new ParameterBlock("0.dense.bias", List.of(2), 4, Role.POINT, 1, 1, 0)));

    @Test
    void parameters_ofASparsePosterior_haveTheIndexWithinTheirBlock() {
        SparseGaussian posterior = new SparseGaussian(
                6, new int[] {1, 3, 4, 5}, new float[] {1, 2, 3, 4}, new float[] {1f, 0.25f, 0f, 2f});
        List<Map<String, Object>> parameters = Export.parameters(LAYOUT, posterior);
        assertEquals(
                List.of("name", "shape", "mean", "sd", "index"),
                List.copyOf(parameters.get(0).keySet()));
        assertEquals("0.dense.weight", parameters.get(0).get("name"));
        assertEquals(List.of(2, 2), parameters.get(0).get("shape"));
        assertArrayEquals(new int[] {1, 3}, (int[]) parameters.get(0).get("index"));
        assertArrayEquals(new float[] {1, 2}, (float[]) parameters.get(0).get("mean"));
        assertArrayEquals(new float[] {1, 0.25f}, (float[]) parameters.get(0).get("sd"));
        assertFalse(parameters.get(1).containsKey("index"));
        assertArrayEquals(new float[] {0, 2}, (float[]) parameters.get(1).get("sd"));
    }

    @Test
    void parameters_ofBinaryWeights_areTheirFields_andBitsAreADraw() {
        TrainedModel<?> model = SmallModels.untrained("model { name = field-space, field.initialSd = 1 }, engine ="
                + " kernel, network { bias = false, layers = [\"dense 4\", \"tanh\"] }, train.optimiser = adam");
        BinaryField fields = (BinaryField) model.posterior();
        ParameterLayout layout = model.network().layout();
        List<Map<String, Object>> parameters = Export.parameters(layout, fields);
        assertEquals(
                List.of("name", "shape", "field", "mean", "scale", "inverseTemperature"),
                List.copyOf(parameters.get(1).keySet()));
        assertEquals(0.5f, parameters.get(1).get("scale"));
        float[] field = (float[]) Objects.requireNonNull(parameters.get(0).get("field"));
        float[] mean = (float[]) Objects.requireNonNull(parameters.get(0).get("mean"));
        assertEquals(Math.tanh(field[3]) / Math.sqrt(8), mean[3], 1e-6);
        float[] back = new float[layout.dimension()];
        List<Map<String, Object>> bits = Export.bits(model);
        for (int l = 0; l < bits.size(); l++) {
            ParameterBlock block = layout.blocks().get(l);
            BinaryWeights.read(
                    (String) Objects.requireNonNull(bits.get(l).get("bits")),
                    (float) Objects.requireNonNull(bits.get(l).get("scale")),
                    back,
                    block.offset(),
                    block.end());
        }
        assertArrayEquals(PosteriorDraws.of(model).theta(0), back);
        assertThrows(
                SpecException.class,
                () -> Export.bits(SmallModels.untrained("model.name = mfvi, train.optimiser = ivon")));
    }

    @Test
    void parameters_ofAFullPosterior_haveTheCovarianceOfTheirBlock() {
        double[] covariance = new double[36];
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 6; j++) {
                covariance[6 * i + j] = (i == j ? 4 : 0) + 0.01 * (i + j);
            }
        }
        List<Map<String, Object>> parameters =
                Export.parameters(LAYOUT, new FullGaussian(new double[] {1, 2, 3, 4, 5, 6}, covariance));
        assertEquals(
                List.of("name", "shape", "mean", "sd", "covariance"),
                List.copyOf(parameters.get(1).keySet()));
        assertArrayEquals(new double[] {5, 6}, (double[]) parameters.get(1).get("mean"));
        double[][] block = (double[][]) Objects.requireNonNull(parameters.get(1).get("covariance"));
        assertArrayEquals(new double[] {4.08, 0.09}, block[0], 1e-12);
        assertArrayEquals(new double[] {0.09, 4.10}, block[1], 1e-12);
        double[] sd = (double[]) parameters.get(1).get("sd");
        assertArrayEquals(new double[] {Math.sqrt(4.08), Math.sqrt(4.10)}, sd, 1e-12);
    }

    @Test
    void parameters_ofADiagonalPosterior_haveStandardDeviationsNotVariances() {
        DiagonalGaussian posterior =
                new DiagonalGaussian(new double[] {1, 2, 3, 4, 5, 6}, new double[] {1, 4, 9, 16, 25, 36});
        List<Map<String, Object>> parameters = Export.parameters(LAYOUT, posterior);
        assertEquals(
                List.of("name", "shape", "mean", "sd"),
                List.copyOf(parameters.get(0).keySet()));
        assertArrayEquals(
                new double[] {1, 2, 3, 4}, (double[]) parameters.get(0).get("sd"), 1e-12);
        assertArrayEquals(new double[] {5, 6}, (double[]) parameters.get(1).get("sd"), 1e-12);
    }
}
