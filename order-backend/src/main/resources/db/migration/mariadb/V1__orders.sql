-- ${exact} is the collation under which only equal strings are equal: no case folding, and no padding, which would make
-- a key and the same key with a trailing space one key

create table product (
    prod_code varchar(64)  not null primary key,
    name      varchar(200) not null,
    name_zh   varchar(200) not null
) engine = InnoDB default character set utf8mb4 collate ${exact};

create table orders (
    order_id   char(36) character set ascii collate ascii_bin not null primary key,
    user_id    varchar(255)   not null,
    dedup_key  varchar(255)   not null,
    prod_code  varchar(64)    not null,
    amount     decimal(12, 2) not null check (amount > 0),
    status     varchar(32)    not null,
    -- UTC; the type has no zone
    created_at datetime(6)    not null,
    -- the final guarantee: one order for each user's key, whatever happens in front of this database
    constraint uniq_dedup_key unique (user_id, dedup_key),
    constraint orders_product foreign key (prod_code) references product (prod_code)
) engine = InnoDB default character set utf8mb4 collate ${exact};

-- a user's orders, newest first: ids grow with time
create index orders_by_user on orders (user_id, order_id);

-- did this user order the same a moment ago?
create index orders_by_content on orders (user_id, prod_code, amount, created_at);
