package io.oncegate.orders;

import java.util.List;

/** What can be ordered. */
public interface ProductCatalogue {

    /** Whether there is a product with exactly that code. */
    boolean contains(String prodCode);

    /** Every product, by code. */
    List<Product> all();
}
