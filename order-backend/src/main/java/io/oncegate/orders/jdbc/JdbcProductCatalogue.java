package io.oncegate.orders.jdbc;

import io.oncegate.orders.Product;
import io.oncegate.orders.ProductCatalogue;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The catalogue in the table {@code product}. */
public final class JdbcProductCatalogue implements ProductCatalogue {

    private final JdbcClient client;

    public JdbcProductCatalogue(JdbcClient client) {
        this.client = client;
    }

    @Override
    public boolean contains(String prodCode) {
        return client.sql("select 1 from product where prod_code = :prodCode")
                .param("prodCode", prodCode)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    @Override
    public List<Product> all() {
        return client.sql("select prod_code, name, name_zh from product order by prod_code")
                .query((row, number) ->
                        new Product(row.getString("prod_code"), row.getString("name"), row.getString("name_zh")))
                .list();
    }
}
