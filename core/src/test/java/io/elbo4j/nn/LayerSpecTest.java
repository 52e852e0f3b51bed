package io.elbo4j.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.density.Categorical;
import io.elbo4j.density.GaussianLearnedNoise;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.density.Role;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LayerSpecTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dense 400",
                "conv2d 16",
                "conv2d 16 kernel=5 stride=2 padding=same",
                "max-pool 2",
                "avg-pool 3 stride=1",
                "flatten",
                "relu",
                "tanh",
                "softplus",
                "gelu",
                "batch-norm",
                "layer-norm"
            })
    void parse_ofText_isInverseOfText(String text) {
        assertEquals(text, LayerSpec.parse(text).text());
    }

    @Test
    void parse_ofConvolution_hasDefaults() {
        assertEquals(new LayerSpec.Conv2d(16, 3, 1, false), LayerSpec.parse(" conv2d  16 padding=valid"));
        assertEquals(new LayerSpec.Pool(true, 2, 2), LayerSpec.parse("max-pool 2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dens 4",
                "dense",
                "dense 0",
                "dense x",
                "dense 4 5",
                "dense 4 kernel=3",
                "conv2d 4 padding=full",
                "conv2d 4 kernel=3 kernel=5",
                "max-pool 2 padding=same",
                "relu 3",
                "flatten x=1"
            })
    void parse_ofNoLayer_namesTextAndWhatIsAllowed(String text) {
        String message = Problems.refusal(() -> LayerSpec.parse(text));
        assertTrue(message.contains("layer=\"" + text + "\"") && message.contains("conv2d N"), message);
    }

    @Test
    void layout_ofLeNet_hasEveryBlockInOrder() {
        ParameterLayout layout = Problems.network(
                        List.of(1, 28, 28),
                        new GaussianLearnedNoise(),
                        "conv2d 6 kernel=5 padding=same",
                        "relu",
                        "max-pool 2",
                        "conv2d 16 kernel=5",
                        "batch-norm",
                        "max-pool 2",
                        "dense 120",
                        "layer-norm")
                .layout();
        assertEquals(
                List.of(
                        "0.conv2d.weight",
                        "0.conv2d.bias",
                        "3.conv2d.weight",
                        "3.conv2d.bias",
                        "4.batchNorm.scale",
                        "4.batchNorm.shift",
                        "4.batchNorm.mean",
                        "4.batchNorm.variance",
                        "6.dense.weight",
                        "6.dense.bias",
                        "7.layerNorm.scale",
                        "7.layerNorm.shift",
                        "output.weight",
                        "output.bias",
                        "likelihood.logNoiseVariance"),
                layout.blocks().stream().map(ParameterBlock::name).toList());
        ParameterBlock conv = layout.blocks().get(2);
        assertEquals(List.of(16, 6, 5, 5), conv.shape());
        assertEquals(150, conv.fanIn());
        assertEquals(400, conv.fanOut());
        assertEquals(List.of(120, 400), layout.blocks().get(8).shape());
        assertEquals(Role.STATISTIC, layout.blocks().get(7).role());
        assertEquals(1, layout.blocks().get(7).initial());
    }

    @Test
    void network_withLayerThatDoesNotFit_namesLayer() {
        String message = Problems.refusal(() -> Problems.network(
                List.of(16, 6, 6), new Categorical(2), "relu", "max-pool 2", "tanh", "conv2d 8 kernel=5"));
        assertTrue(
                message.startsWith("network: layer does not fit: layer=3 conv2d 8 kernel=5 input=[16, 3, 3];"),
                message);
    }

    @Test
    void network_withImageLayerOnRows_saysSo() {
        String message = Problems.refusal(() -> Problems.network(List.of(9), new Categorical(2), "max-pool 2"));
        assertTrue(message.contains("needs an image"), message);
    }
}
