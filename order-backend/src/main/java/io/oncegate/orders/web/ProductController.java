package io.oncegate.orders.web;

import io.oncegate.orders.Product;
import io.oncegate.orders.ProductCatalogue;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The catalogue over HTTP: the same for everybody, so it asks for no caller. */
@RestController
final class ProductController {

    private final ProductCatalogue catalogue;

    ProductController(ProductCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    @GetMapping("/api/products")
    ProductsBody products() {
        return new ProductsBody(catalogue.all());
    }

    record ProductsBody(List<Product> products) {}
}
