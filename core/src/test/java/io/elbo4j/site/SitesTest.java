package io.elbo4j.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.codec.CorruptModelException;
import io.elbo4j.codec.Parts;
import io.elbo4j.conjugate.Forall;
import io.elbo4j.math.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SitesTest {

    private static final int D = 5;
    private static final SiteId A = new SiteId("a", 0);
    private static final SiteId B = new SiteId("b", 0);

    @Test
    void product_hasTheSameBits_inAnyOrderOfArrival() {
        Forall.seeds(10, seed -> {
            GaussianSite prior = RandomSites.full(Key.of(seed).fold(99), D);
            List<Sites> parts = new ArrayList<>();
            for (int k = 0; k < 12; k++) {
                parts.add(Sites.of(
                        new SiteId(k % 2 == 0 ? "monday" : "tuesday", k),
                        RandomSites.full(Key.of(seed).fold(k), D)));
            }
            Sites inOrder = Sites.NONE;
            for (Sites part : parts) {
                inOrder = inOrder.merged(part);
            }
            Sites shuffled = Sites.NONE;
            for (int k : Key.of(seed).permutation(parts.size())) {
                shuffled = shuffled.merged(parts.get(k));
            }
            assertEquals(inOrder, shuffled);
            assertEquals(inOrder.product(prior), shuffled.product(prior));
            double[] expected = RandomSites.numbers(prior);
            for (Sites part : parts) {
                double[] numbers =
                        RandomSites.numbers(part.byId().values().iterator().next());
                for (int i = 0; i < expected.length; i++) {
                    expected[i] += numbers[i];
                }
            }
            double[] actual = RandomSites.numbers(inOrder.product(prior));
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], actual[i], 1e-13);
            }
        });
    }

    @Test
    void byId_isAscending_byTaskThenShard() {
        GaussianSite one = DiagonalSite.identity(1);
        Sites sites =
                Sites.of(new SiteId("b", 2), one).with(new SiteId("a", 10), one).with(new SiteId("a", 9), one);
        assertEquals("Sites[a/9, a/10, b/2]", sites.toString());
    }

    @Test
    void with_replaces_andChangesNothingElse() {
        Sites before = Sites.of(A, site(1));
        Sites after = before.with(A, site(2));
        assertEquals(Optional.of(site(1)), before.site(A));
        assertEquals(Optional.of(site(2)), after.site(A));
        assertEquals(1, after.byId().size());
        assertEquals(Optional.empty(), after.site(B));
        assertThrows(UnsupportedOperationException.class, () -> after.byId().clear());
    }

    @Test
    void without_undoesWith_andNamesAnUnknownId() {
        Sites both = Sites.of(A, site(1)).with(B, site(2));
        assertEquals(Sites.of(A, site(1)), both.without(B));
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> both.without(new SiteId("c", 3)));
        assertEquals("sites: no such site: id=c/3 known=[a/0, b/0]; give the id of a known site", error.getMessage());
    }

    @Test
    void merged_ofTheSameSite_isOne_andOfTwoIsAnError() {
        Sites left = Sites.of(A, site(1));
        assertEquals(left, left.merged(Sites.of(A, site(1))));
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> left.merged(Sites.of(A, site(2))));
        assertTrue(String.valueOf(error.getMessage()).startsWith("sites: two sites of one id: id=a/0 "));
    }

    @Test
    void with_numbersThatAreNotFinite_namesTheId() {
        DiagonalSite bad = DiagonalSite.dense(new double[] {Double.NaN}, new double[] {1});
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> Sites.of(new SiteId("digits", 7), bad));
        assertTrue(String.valueOf(error.getMessage()).startsWith("sites: natural parameters not finite: id=digits/7 "));
    }

    @Test
    void with_anotherFamilyOrDimension_namesTheId() {
        Sites sites = Sites.of(A, site(1));
        for (GaussianSite other : List.of(DiagonalSite.identity(D), FullSite.identity(D + 1))) {
            IllegalArgumentException error =
                    assertThrows(IllegalArgumentException.class, () -> sites.merged(Sites.of(B, other)));
            String message = String.valueOf(error.getMessage());
            assertTrue(message.matches("sites: family or dimension mismatch: id=b/0 known=\\S+ given=.*; .*"), message);
        }
        assertThrows(IllegalArgumentException.class, () -> sites.product(FullSite.identity(D + 1)));
    }

    @Test
    void id_withoutNameOrBelowZero_isAnError() {
        assertThrows(IllegalArgumentException.class, () -> new SiteId("", 0));
        assertThrows(IllegalArgumentException.class, () -> new SiteId("a", -1));
    }

    @Test
    void decode_ofEncoded_isTheSame() {
        Forall.seeds(5, seed -> {
            Sites full = Sites.NONE;
            Sites diagonal = Sites.NONE;
            for (int k = 0; k < 11; k++) {
                SiteId id = new SiteId("task." + k % 3, k);
                full = full.with(id, RandomSites.full(Key.of(seed).fold(k), D));
                diagonal = diagonal.with(id, RandomSites.diagonal(Key.of(seed).fold(k), D));
            }
            for (Sites sites : List.of(full, diagonal, Sites.NONE)) {
                Parts parts = SitesCodec.INSTANCE.encode(sites);
                assertEquals(sites, SitesCodec.INSTANCE.decode(parts, SitesCodec.INSTANCE.version()));
            }
            assertNotEquals(full, full.with(new SiteId("task.0", 0), FullSite.identity(D)));
        });
    }

    @Test
    void decode_ofDamagedParts_isAnError() {
        Parts twice = new Parts().put("sites", 2L);
        Parts site = GaussianSiteCodec.INSTANCE.encode(site(1)).put("task", "a").put("shard", 0L);
        twice.putAll("site0", site).putAll("site1", site);
        assertThrows(CorruptModelException.class, () -> SitesCodec.INSTANCE.decode(twice, 1));
        assertThrows(CorruptModelException.class, () -> SitesCodec.INSTANCE.decode(new Parts().put("sites", 1L), 1));
        Parts sizes = new Parts()
                .put("dimension", 3L)
                .put("precisionMean", new double[3])
                .put("precision", new double[3]);
        assertThrows(CorruptModelException.class, () -> GaussianSiteCodec.INSTANCE.decode(sizes, 1));
    }

    private static FullSite site(long seed) {
        return RandomSites.full(Key.of(seed), D);
    }
}
