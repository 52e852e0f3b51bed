package io.elbo4j.merge.rule;

import io.elbo4j.site.GaussianSite;
import java.io.Serializable;

/**
 * What the coordinator and all shards know.
 *
 * @param prior proper; its family is the posterior's
 * @param current belief at the start of the round
 * @param totalRows N
 */
public record Shared(GaussianSite prior, GaussianSite current, double totalRows) implements Serializable {}
