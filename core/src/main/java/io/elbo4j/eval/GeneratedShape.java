package io.elbo4j.eval;

import java.util.List;

/**
 * What pictures of a generative model need.
 *
 * @param latents in the order of the guide
 * @param images what it makes; empty where its rows are no pictures
 */
public record GeneratedShape(List<LatentFigures.Latent> latents, List<ImageGrid> images) {

    /** Of a model that makes no rows. */
    public static final GeneratedShape NONE = new GeneratedShape(List.of(), List.of());

    public GeneratedShape {
        latents = List.copyOf(latents);
        images = List.copyOf(images);
    }
}
