CREATE TABLE schema_migrations (
  name character varying(255) NOT NULL,
  "timestamp" character varying(255) NOT NULL,
  CONSTRAINT schema_migrations_pkey PRIMARY KEY (name)
);
INSERT INTO schema_migrations VALUES ('0001_accounts_and_sessions', '2026-11-27T19:37:40.765Z');
INSERT INTO schema_migrations VALUES ('0002_oauth', '2026-11-27T19:37:40.789Z');
INSERT INTO schema_migrations VALUES ('0003_members', '2026-11-27T19:37:40.809Z');
CREATE TABLE schema_migrations_lock (
  id character varying(255) NOT NULL,
  is_locked integer DEFAULT 0 NOT NULL,
  CONSTRAINT schema_migrations_lock_pkey PRIMARY KEY (id)
);
INSERT INTO schema_migrations_lock VALUES ('migration_lock', 0);
CREATE TABLE accounts (
  id text NOT NULL,
  email text NOT NULL,
  username text,
  username_key text,
  password_hash text NOT NULL,
  created_at bigint NOT NULL,
  verified_at bigint,
  disabled_at bigint,
  superuser_at bigint,
  CONSTRAINT accounts_email_key UNIQUE (email),
  CONSTRAINT accounts_pkey PRIMARY KEY (id),
  CONSTRAINT accounts_username_key_key UNIQUE (username_key)
);
INSERT INTO accounts VALUES ('6514d363-f5f5-49de-8ffd-37d6952a92bb', 'carol@example.com', NULL, NULL, '$2b$04$0mkfF7M4MfpyV.5HNC0fnuI9HcrkLqdhqs86rQx5GSLa/lkhyEBPq', 1795808262516, 1795808262516, 1795808262684, NULL);
INSERT INTO accounts VALUES ('6c4cd1fd-ae2d-4642-bbd0-071b5ea172c6', 'ann@example.com', 'Ann', 'ann', '$2b$04$65ffRamdrxQrQt/G5rnCnORM8gcPO7aE5MrYEpl.Non/JqrdsJ/Zy', 1795808262190, 1795808262190, NULL, NULL);
INSERT INTO accounts VALUES ('be5402f5-d66b-4101-88cd-f5adbc57f3c7', 'root@example.com', NULL, NULL, '$2b$04$LlPWhAxj9GEv/pLsMPARVeQeOe5dDqDUFHub5PGqAkItbJ4oXu/5i', 1795808261384, 1795808261384, NULL, 1795808261384);
CREATE TABLE registrations (
  id text NOT NULL,
  account_id text NOT NULL,
  email text NOT NULL,
  username text,
  password_hash text NOT NULL,
  language text NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  invite_id text,
  CONSTRAINT registrations_pkey PRIMARY KEY (id)
);
INSERT INTO registrations VALUES ('66d213ee-83d6-4e2c-b71b-0aad1873c211', '1c292a7d-eac5-48cf-b9ff-7bd629bf9f31', 'bob@example.com', NULL, '$2b$04$8OLw/PfeAurjIdv9czLuQuH6gM7ER384oP1Jn8SqqRPUsFj1RVMW2', 'en', 1795808262744, 1795811862744, NULL);
CREATE TABLE one_time_codes (
  purpose text NOT NULL,
  subject text NOT NULL,
  email text,
  digest text NOT NULL,
  attempts integer DEFAULT 0 NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  CONSTRAINT one_time_codes_key PRIMARY KEY (purpose, subject)
);
INSERT INTO one_time_codes VALUES ('password reset', 'ann@example.com', NULL, 'Mke_o1LmBi39YzPzvZDWQ_T57qZa6vNooGdJBWDnzMk', 0, 1795808263285, 1795808863285);
INSERT INTO one_time_codes VALUES ('registration', '66d213ee-83d6-4e2c-b71b-0aad1873c211', NULL, 'ebWtx67WyPvcegvoiAmkSdfzWrxqEVeRGSE0gb9IlDs', 0, 1795808262744, 1795808862744);
CREATE TABLE sessions (
  id text NOT NULL,
  account_id text NOT NULL,
  client_id text NOT NULL,
  label text,
  address text,
  salt text NOT NULL,
  generation integer DEFAULT 0 NOT NULL,
  rotated_at bigint NOT NULL,
  created_at bigint NOT NULL,
  last_used_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  ends_at bigint NOT NULL,
  ended_at bigint,
  end_reason text,
  scope text DEFAULT 'openid email profile account admin'::text NOT NULL,
  ended_by text,
  ended_from text,
  CONSTRAINT sessions_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  CONSTRAINT sessions_pkey PRIMARY KEY (id)
);
INSERT INTO sessions VALUES ('16903d3e-2091-4e19-aef3-aef5427b2f46', '6c4cd1fd-ae2d-4642-bbd0-071b5ea172c6', 'latchkey-cli', 'laptop', '127.0.0.1', 'nJ8y24l4U56rhe4kQrrGcA', 0, 1795808262848, 1795808262848, 1795808262848, 1798400262848, 1811360262848, 1795808262945, 'logout', 'openid email profile account admin', 'laptop', '127.0.0.1');
INSERT INTO sessions VALUES ('cc72ea0d-e715-402c-ba35-b505d81ed153', 'be5402f5-d66b-4101-88cd-f5adbc57f3c7', 'latchkey-cli', 'laptop', '127.0.0.1', 'WlXzavBbJ-jKJ_azuII10w', 0, 1795808261814, 1795808261814, 1795808261814, 1798400261814, 1811360261814, NULL, NULL, 'openid email profile account admin', NULL, NULL);
INSERT INTO sessions VALUES ('d8c0f8f4-d9ec-4f69-ab39-4f6eeb58f468', '6c4cd1fd-ae2d-4642-bbd0-071b5ea172c6', 'latchkey-cli', 'laptop', '127.0.0.1', '88cEmIqBwgszooGuWUMKmg', 2, 1795808263827, 1795808263026, 1795808263827, 1798400263827, 1811360263026, NULL, NULL, 'openid email profile account admin', NULL, NULL);
CREATE TABLE signing_keys (
  id text NOT NULL,
  algorithm text NOT NULL,
  public_jwk text NOT NULL,
  private_jwk_sealed text NOT NULL,
  created_at bigint NOT NULL,
  activates_at bigint DEFAULT 0 NOT NULL,
  CONSTRAINT signing_keys_pkey PRIMARY KEY (id)
);
INSERT INTO signing_keys VALUES ('RvL5Bh9UtqpTlHQvLtfFTAp9L6so6MbdXEwyCI0JiC8', 'ES256', '{"kty":"EC","x":"qOBqFm6e_MQ1O5bEFQYhzPNyPFEu2Yp3YvaZjEu4zTg","y":"-uzQ1huEg5Y9Cyhu23qgtu7giV4hGkpDz4LLKKy_CIM","crv":"P-256","kid":"RvL5Bh9UtqpTlHQvLtfFTAp9L6so6MbdXEwyCI0JiC8","alg":"ES256","use":"sig"}', 'v1.ZPNW-VseMGRYTmxu.DhPOl4zX0PRoTqCISpBFC4aoiO4IkUAfQKPswaUqP81TxMSavtchwtuH_dRUPhdGzAgReoYoIOePKW1AbtMKTN-_Sx5lJLsupbV9XHUuiiAekzCiuNl7CMp9i0MRyayZ7swRWGasU8R3wjKS9FMO60bKEcgTNgZ2necUdIdBoeo129W5RxC88CC9pTzE9J9ItvBTLncQbRiqrm0ChYMNj9gcJHMmq5Sypyfm2b7RJGw34MExhQk7bd-zpe-x_eRt', 1795808261110, 1795808261110);
INSERT INTO signing_keys VALUES ('zlSm0nDZhuY0s212xZLR1ylpyRfZ_z7RdW_9bN6Dpho', 'RS256', '{"kty":"RSA","n":"ubWXWUm88YiPV7Hs80TAI7l3GTTtS4uGBFAlvUUBE3EKhPM2MWRiBtPc2fNNJn50h7YCsfkVM41jNEpAtSM31IxJyzbEn4C6VsSksaIiX7zjclxaJpJkR3kNah4levWycwCsCDW_JNSLx0M02gNQx42WCUBWbRBD2Nxad47ykOwsDh7uEaSG1gKxoAUnhj9zYWgoKgknudfHjLpt4VYqhTFLm_Df6Rt7zAeRr4w1dB26F7aMsYjyVm_4dapAXiyPXeuMJP00gtYzXUVIZ2D6p1rMmGLmsFrkDzk1QdX2XsSYI4Di6lxqyJhamQjC2sTg-fPVzWUG-VpPIZ7PizJriQ","e":"AQAB","kid":"zlSm0nDZhuY0s212xZLR1ylpyRfZ_z7RdW_9bN6Dpho","alg":"RS256","use":"sig"}', 'v1.gOY1t6uF0pN4Vd0O.7wArFiz1YiKrrq5dk5Vwc9z5D2QfT7B2SKsgvFk2RpYs16ajdAiZpIyMcHE_1CIBVX9swtw_sKUg00DFbfdNhjiItcjWIUiKWUDYRpM9F7MQ9iL4BJenjfLBM3xikhw5dLMvLyK_v-3dX3iH_i6YkCBz_qUkTRnH_M-isEY8OGXembjIwaoEyvsn8QWQVDZEdnN1O4ShqViwecWeLmoJ7cxo-MutfCm_8NkM2-i2jCzrBIEpR9Zy6tVvttN3mJ3wu42T_ezwj_B27cRjRiRmLF5hZDfoHkJkM-0bk9RnbBtEktPJqUR1sZFxLVrG-54hxrO8l0gOy3rtRmvlfIEY8hfD1UcXSgNmjKehwpbyrXx1BrsXkSzSeyesC6EOcftpuq4aCRbKHclFyVrHTnAbNgv6Yk-WaUJDC9e49eIRGf7_pEvOnkpEi3JdZ2fJ36_8Q6RZCdjMKFX269iW7JqaJBAuGS0hSYGDu57fqFmf4DJOCQb5E4zVx6nmhj_TTDzoJC5UdiCMNcKZ4AjryhOZjl8oN_YEN3oFfjNtoCZmWXGnMah9JnH1YTsAWiq0J9ah6QjZitaNgOcZjXVKcw7wiRxVuUH86sQuon0SQxMRbT8V1W-rRm6eqB8IcA75pjRzheSDg8uckFzHGLQo7QzH79Zan89CKA-lzSJzpjcyqL2qoPuQM9fiPJkezbrjvRWZnHGg3D-cvUNmJnI-nogmziUgOk0ymxGpEnnzBzWXTfL3IMSLg5MdMsxs_G3soMPrQswchUc01mCH6dWMu4Stz-HA0CXTz9NTr1A7eHheJg21mW_8Gx9GRRVMxlnALMC4-H0jBz4V5o7hhHDIlg6Uhpn6RXYDoQhU3QRmm_1RwQNl7HwpMg0cPwee43O_DpCHI8vwntjGMgEXm5QZUXDTHrHFeVT4HhfEpQKuDVUlrsBakoKdgsmQHsr8gU-DY56XVWx0Qo86oRlALp0lBv8lCCiAYNEbUyhj1mYthY1r97ESQJgaGO7M_5ovP-atSjb_i5pyI6T6WNLr2tQPyRpYL8BsFQWkc3ST8HCC1p8Nx01t1d02-slk0qtjUjEbCUcCgNta7E2QvSjlRRxoIiiy88C0sHmUOSdY6eUxW2xszc-UPW_DTcAaCCgWs7Tp3jeIZzpKn4Ja1aOOOGqufp-nNIHKRn0_sybTpswvSCEPAfWc5PFTlJhbkC8JIbDKKfbJRVF-NJOra-gUcYg6fgKQ2VTyqrlQuG8IfLo4ogOtPU9RgfIxxRU_1OWfsaWgDxAeJhDeScMEa0kkQg_7Jr0AUM6OyZfEqRQoxdOhUJiFZyxawrYvMPo3I1AHzP1kg97lTjT53lIO4AGjXSObK0AptLwGfWAhcwm04kRlZWKGt6VOIyMZBuBrwSWDD6A8mcL8urZGHNuiiP451joADoZnwZsqx6SsCx_pZ1NkAbZSmjnTfLc6WW4wn1kpA-tbME6FcGGSi4xz2BKWNyacdsb8u6HY_0xSyuE_bKr7ztPkjBiYZ54sLmI_Pa_ehbJrw6bDAcDpb58mA7eqTbtURlb6vn33_fz3tAQFwarUtIZXrJhHS3-9UBX3lN4HD7FOH3CTz2oqLhU0Oa01J3AVe6WprVOm9NOPWAkSXUrmjto7k1pnO-dNX6r9gXk4-slQ5-s3BDJlehRI_Id2teBo9mucwpgJODD_R-cYLURwiSpWwjdw-ZSwCGciEzNlwvaF8_KBncqlBuWMr_0wa_RVkMkvb3455hinMMO9STCrjSOl1k_igPj0KGagPfZgmERsFLOAu87OLrULPph6ojvp2ff1uSmcsp3w0t1xugj02DMY8Xw0CupbEgQ4_21eTjRZH7N59LYaPcLbx0nHTwpR9J1Pw2yH3HJwlhb5M3VQu6XC8G010jmptq8ZONnoSkNAVykZEXtfhepHrd-itsMzu0oQaqr_7pInRC0MDVB37qK-43Qmak5_IcmY5QwcPggcdoh9fz7i1-vxq_2PXYN6qK2Oi0dj43LBSR8mhvpYnGkrZm5fhCzFKq4gyGZs9gkP8G38W1Lj9shY8O516BC5fK56fJLgAHKNhGWV-vQvhnqL5kJIhKxNLDQ96j_EoQBLPzBpq2NkCSjXwL43-YoaQ_rPrKVIZb93ebJqXqfgzbYWSD2mEqpqxorPLEnYsFqClfQ', 1795808261110, 1795808261110);
CREATE TABLE outbox (
  id text NOT NULL,
  recipient text NOT NULL,
  letter_sealed text NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint,
  attempts integer DEFAULT 0 NOT NULL,
  next_attempt_at bigint NOT NULL,
  leased_until bigint,
  sent_at bigint,
  failed_at bigint,
  last_error text,
  discarded_at bigint,
  account_id text,
  CONSTRAINT outbox_pkey PRIMARY KEY (id)
);
INSERT INTO outbox VALUES ('0f46aa8a-e16f-4e03-94b0-488961021a3a', 'ann@example.com', 'v1.HkVV8hDDq28NBEyB.u6SpUS54wthmg6U9jDI3JCojqXruX57WI5NhwIegu3Dsp_n0yY1Gae-bldapmOa8Rx_P1p1fSbMlDgxkyAUAd6gLiLj2bSADVBsZI9x0hU0BehHqmgEdCg-NFOJfS4pIICLk46QRnSCa6kHcOiMt-ToYf4IR73QTbtD7Cq0vaefSQo_rgIy4BsRCFQoO1s3ceeGAublti-MqafzK-2kYzSlRzcKo_zgTujZMjiXcfAv1g079up7NejNvSCOlIvwxH3O27h-v8VkNYLJUAipwwFzhP2Rl2bzQ8epRDMt7JoV-BPJRGiPA1K_Q2HdSBXEiRKML5KWrSFl77EmyTwzPKoT3MrtHuvxN1Gv-Cj9P18BEkaMQ7A1y2l79VvY10XEmR8YAo4nBxfFyvsMDEvD3701U6eyQLv6lCwDgvFg79e9uh0V3DlWfvj7ekplsUPL1mNNq-Bj19hj-fvyURsS407BHahZ1ENHs1w0tMBD0LbKUUresuNdpZrQTpFcX5PYZO9svS3q5YpzImC2vlU9YIxO6yCsMbKrgBWV98jGzszcSlJVSIDCYfi_-pzcmYoVIrQPxTmbS48atM8NHB8miLqWwJININDdmlgM9eeljtjRIM0DIJBcZC9PJvaXDUROtQB8Lz14r4mX-jyaJX8ZRc7MyYIzvp7-U8CX2t8ACCeps8UZTkUBxDNesAY45zgs09hHDfYX3lOatIyNRll6UBfic700HMZnKM9mPBqUHdmo7sOlxeZ1lWyFbX3GZwUDFQ0CXvpjG86tNSvmvgJKHaOEdGfPHBObcgNTbR3HKjFBcDJBdwj3Q2dOFGIlkbKTkwQ-sFvH9WwtiZSKS3XvChmjUY6zCxmIa0UQ80tfeiEkEOHucYwVRm-sF50g0JfWkYL4iGgp4xdXzPiQJH8OHfzDzDVZdM4mKPnmvD5lfb3LTWs5nPY-kd-G0lLvApCkgaGD_p9hJVKDdMMnTJ51W_tfqdRelDp-A77SgqAPN5Gw9pwwevYwOPWmAhrnAhiPCWyATNaA9Lt-Co-5ZY7SwUsxT78qRPRtlLg3YspTn3n92s5pqs2zg01HSCGVwFQ-llgGNlKKWjxeXnXyyVQnXkQdXcorQStg2PtjioPJeVql8rWFFwx_hPKDeMJIgJevlFDCcdi1ntW8Ox996amj9ReC_zg9e4k-slZDB9f9bf5Kryt1-mT-hj08Bvw0x_tAxFd719g7jbLUx5DxJ1lPLaMNaTRizGajNZosTtkoQ4GFzuLj-I8EUuO5cSu1OcZhrmJVGcFr-5E2E0xPivHyWWd-IVNuBUJCzHPcynev0212S7mLZPTlOVFOFcq-oraNFkNWJalJV8lpq5HoLm0wN5kgnr-wG-bIRgXrIGAleG2h_bcL9Vjm3mrf__WNvfhPK0xZh1DMIiNBC137yGGfmfcT9pufZIEELuZPNP05m_bQlJazbBka5psuvYejnFyr7nRP77A3SmRa2afqd15U6WIxgtWYIM7YcbxzSe7x-sUprzti38aNvGk4BvpscvrgaIDKqiM4VV6NhjscNz9zJkbTdo4uO_loJdZDaULyhuhxo7rS2mN5--bc0ShVGJjezq1m5LsOqhLBTZuukgRjF9K-TwLekolSgWuHCXyN9MVKE-oiNvH31OW48c6AVOZRZYn5YuuqFym2ebcmb5N69h5rApXVQ4VpzRvdq0o_uo_FD86Es3ve0VIuf9tEYa3w0YY5Dl2MTgN7FCRAeSE6LajzrRUm3YFmg6idoLgfvSvcKJN0DeCWRR9HBG1eR3FBOjPpYvwX3gTrDeh8fGRb4RuTWfD-VJ1jJWXrEe0oXjsdfSt2GyrZdhaVAzb8HEzRnJI-RpBgCbQ31s-giVMT_6WZSbmB3mu0Xn0NawLDfNXKdmulJDa5e0KlwtpixO91ie_2TIkhDDXu4vlcpEkzbpoRpPnHIvh0geSjO3EqYA-DjLQTFg62zBsf8Tt3RMinpOlpkfNw0qmiGJ3LUYTYW3VsEFXfT3ICY00G2tSDYrYQPDeLcBWANm0AplIa-jHKeGN8XFTR5vj93zsKJKLAnQPfOolnP-nTt-t_nmy7b2zBkLqajWJYsvGudeBQtGOSoJLDu3V2qy9l6NcRONaHmKptn3ngRZQGsCiMkNlAHfqSJnGk9me9BJIBXh0ZvDI5J96XpH101usSmPcGK7doKp-33vuz8UwStyDXb0PHwMeva72VluyAfYiYZ1o3Ff5dwHQE5scTy0onlGIkyjhUZsCEegMxQ5KklVFOP2tmk0_-Foy0Rp7tXnJ6EmQIj8pxvVfVaHzj01vjhYm5KQ1IYBGkC0TtTfrX2KGaf1FdYEJAO-1UD3FnhNtVVCXekBxx3-e17rKy8eU08cgAv6uZKgGXsBKvxnsbqX41Hvh8bZOpeAZ-l3DxmLnG84JlaQBjN0HFdgYAEvGvIhr2ml5iAZxypIt8GUjGuMf2OWUTEhtUmsbg0yFBMkDw0xburvyk5ko11R_ogyPeY4y6yAUxlCXh6PrhPZ92QcWrG3PZSnnMl_IKvr6Rtslx6aqcRhYNzxm2iKouk1ugxGb89l66edjo3FDN1ZK_wYhMxXkkzohBTXWbBYKPRW5KlLmHublIGMicNmv3giiptfOQPvhPGRqZT03rm9jgOIMI30lHWWKwibkuH4P8C2DqR-5r04mkgQ85eu33tiFQaKHGEjWyQ_Zx3pV0J-xIohOdJy106LVhK6XaWAqIfd1Xe4g', 1795808261925, 1795808861925, 0, 1795808261925, NULL, NULL, NULL, NULL, NULL, '6c4cd1fd-ae2d-4642-bbd0-071b5ea172c6');
INSERT INTO outbox VALUES ('503118e2-c9f0-4560-b546-305037ab0bf6', 'root@example.com', 'v1.Lk4BNKJc_2lailEO.L5BkxpcWKvd-rP_nUtGY9TcC2Ek6rwMV5xpyAAF11MXXDRWC25mf4tNEQOJOOiTQdlEg5DsRVdM8LGB7KSMEsGtBzV-5sHd9t06JgQXcueyN7tH41CyLzFFNwzErEwaob8C7XuaxU2Zciav3h_R98Obf8Gs8_OBcU2SgtkonGyKNFMUBI80LBG1x6HSd-8TGEUQlyTCNIUhoH-m5bxURu1gIntNuDXO7sva3_WlBN9up4sdEN09DvcEOLf0m2ZyncmDaSd_9lOZ4Zaq-L8NrgybAa-ur9ewpV57ae3hk6YEhliB6O2jJKnfGErFAwHt-YpKtjcAA1XRytCIaR_xfgJpRWLanNFaiMojOetJ-lav4CfbDHqdxKqciIjfW_17UiRRtRuRfR39TFl9s55_Eh_r43tMZcHmRSJKKL6k-HxEAwsMWR33R9VoP_pYfT2NYub1Z1_fUfDcJcEjHSVHAD6DGJQxHg0ingGJpzPfJcUgRVmenN0sFMrmeGXeC_g2QE1UHE3Ouh1jWyr-2gTaDXXym-Ft_szmQomSWiEM-DquyYcIAAbaNxkUKvQocuCPZoKG63E3cZ-_8nI8xuS367IF1y4XEAPoybklcwPkkKtry6IWXTEZefXVTz2QVJOuf54pz3EQBUNS5Sdt6Wiy0_EmooRR4J_0epaYz-dFPabfbM9fFCjpRn5jZks2n_MMsFJIgYCRLfmbJzDo1ckwqVThTfhuVAukHTwT6prDfY1JBWzrPh5vKCxYH_NSG9bWWXOyEWCBGcfoUKVkozXVsKWFyAQnlkv4XhkP3rzC35CipP0Oev3ArL73iqI8rREv5d9TiPNEIzF6So3PiAZo5s_A2emnNu8ebwoQhYji4NWQRbfENtpxM-cBarv6ZqUbfvkBUPd2fGcY511XJvyb_9c186iiQWMuhxWw8qAKGOcxLEJFWY3mWC7HEjWkq4zoTCxbWtgCg_FY-BmgFSU6vESXic1rf6Hrjci8FRVUw8jMQXjlQdfeBN2B6dBI3jfYXpvrLVo1-QZ1dLUrsYZoQuDSautMXv1y617gkmGXl79vYMN980obKCmahx3HpGHGyz9ShG8u4k-SUFEp9pA1AwNHEsSkr9KUQx2-HXKHoRb-kqrzJ1QP2hC49mpeA7aQyVDuPZUcDBlcsoCv7oqfQ0nk5dFxO7mfvBVSAPiCkBJougugR2g2G7qzp9NXazr0jAlt6DKnPKcy84iwwSxETT3ifjozMlAR0Tyigr9LqlvvMVkl5PaOnMVnY01ywOBedpkiu3SCqZ5Rekyt4suwinrB1Faj1LRIPTwuOEHt9nu8Y8IY2Rm_78uuOZERtRFZLFfoz9Mal_xHEpDs5JrxwQnIiZdgo_y1LVBNTg8oT12Mcl5d6RTom5m01a4578lQBd4ixfIPP3wDAv0N3ok8cO8qMKEgA-9Vus_Jz_N778vlFPcYEVeqROyIx6hMbx1cipETWTY73rmbkFUUYlND_DIHNjm0byiRIHxjeUHRSOnInlYDpdBPBdVTHI_H1t_1yK3yYMC0mm7vcX-Lnw43ARLSW-JyCW5lObbZ_1EF8x-aet8A0rbOB63CwwfEgTF95pkyOokcrMsuxzUWE5ERDBXwr6tfv3Y2kZixX1TzYCDqss8II7_ZgvD1UACXW4dO2JcYw-w_cBJqofbIfpN_5wpgr1tN4yeq0bZvmqyepIjbNOIJ_tRzF-hf2SiQeukuFrzlpo9rV8qpi2BaCJqAbdlTEbGA75-Np7R7OmO9cEEl34wiYdlW5Njz-wkYg5zzhj6VPtAaw5urVIDMMnwp3i00CoqZH41yNMtORj5jtbtF4xFd9ooDHCFdcaitD2Bx_de03XwAUlsqHn-I7b07w7YYEkeJA89Bd5ehs_GXPPcmTxyu4gX4DfMVPoTvPIXCcWUb_8AtQHRBsy0DO0yLNLat_h1Gqim-FTsJ0v2mo0sneDHfmsOpm-8XFT8HiG8k4k0p-WZ1QJKsbboPFzn8TJsgIN3odU01CuRe6gRMElxySoLe2AQyXBZk2j1ygjiUgbPeO1yw6T0rUXsq54a9owlVaJ5eCIPH7F7d88oDcD-7eO32EQpiv0hvdAtGqlJ83ja8qeF0O-M-VTgOofa_NcKmj9tCnja9FZ5aI0NxMR-9lsz6-MCaj5XbVODQyZwCTk15f4Y9ZSjnpynsKyn_PwfgkUpboJSuiYNkkeYl7WJYGzMeqQTC9s_eOQ1OCMXyMuN-LhrPByrxUJGyQMobrqbr-NThUnrE7DW7OApcwsTgRYiDxicBceLDZNcNNC9LEAfjgwsZU2jHNWcQpLns5UzxcnF4tvxUoX4fKMKBI9Td8MtcZJVZifaqgRqKdLpeL5W5MbdESdAXjk3LZv5WSxW6kFfw2AomVmeA6yAxGAiQJYzBW_43erbdBuBgeCNzL5kV7UHv4L-k7MAGPo6NtIZcwm1e677TQHjJverFlm1A3UmW8Xt1ZHY1_1thraealmlW1l6JnRUXLKqi7ntF_uKtM16URQVq1wijKdM_x_b5UHNtMYGuBwUEWTsjjzsmVhsCfN_fCeSpRPVYTipOiymmjDHLnXX9GliEtdpoxm8uVG4chVPMrx_XzOWthb6azPECKHwg_ZCq8CbnPMNJm3rO335GDmYTUxK6hHu7O_hBmf8iaoQ8mWiyeVNvX4ARzDrn_75kNvW9A1yHKelEXycpNz9M27Bp00srYMwhB6m_JD-6CjApPnuoCN-eMQArkXN3L_ERDyP8rPIRlGj1btkoBvkttVAgNVgATxiTVKqn5bxFk2xWcBc3BBvoBDOK0I4CDGPBD9UmRtNYo0VfRwSyn9NA-AdAVBnpy7Mltbyj5UJCd8xrU5eZQv4wURePGxdP6EBn0gvBsMHzOLd2CiG3SNrpo3Eheukvj41Z4sUfswi2kyhVoYhpNNbpD', 1795808261384, 1795894661384, 0, 1795808261384, NULL, NULL, NULL, NULL, NULL, 'be5402f5-d66b-4101-88cd-f5adbc57f3c7');
INSERT INTO outbox VALUES ('6bf56a3d-ea20-4d90-aaf5-1d658fac4616', 'ann@example.com', 'v1.tNTG1HyYpvmlDDLf.1QZ6iH6mk5IeANoLmIJgZhGQosavPrH5xLPLa3V_EbRsewvIdUbzS5boaoetZhJMD99aPhHlZbYD4R7a4wSWO_6iWt1StnIXcZ0-L3lp1-qPmOI8cVI4cmVGV3hEoQQ6OntgMJZUHb6JnGrrtN0T1PDOPHP1WQ9ILyZQAdtNMqtJalihC_e2UcB115LfFRVJMm5jHAg7v7nl27dz0ccvu5l76Uunnez6HQeu73xcixumggfwli_PgYlzDSQfR2Zn8D_w79iUgaAwYAH7D_M__GiOiMSQBmBzgr3nfAp2KG8GCd3-QhlKyrsrsg6jdPOdrBlioTJ1GZmoVcQlWNMMQJNZfp2nDIRNSofDJqKRloY7VVI69O-aSmvXLhAJZ1aZEGeTEYVsKtLufwA00zlMFYvA2FDyklBbZNXTdYEpqZ4KYlPRN72gZc4YH5pBFln2_YeZUzzq7DMf7yQ5R6YgpdWYI6PjPY3t3P6LPVP8PytRqrt06pjP7pY7AV2iw7ID1VH60d9UuHWewF4g0pTjXAAneyKZx46ehR-Hl28jgVUCdvk3tr8brVpBhBRW3_ZD4VsgSu2c0UydMssycg16rbqyzhha6JrgKJsTorvt0tOiZ4zxPuQuJ3NILGtpq4OWNAfEi0G6dyx__u80f45brsKGTDF2icw26_MVToyN_oWwqe63z3GcxR9k_ZcW1kWX1j9ZWy_e3Qc-tLiQj_y2rDbmC6L2ciCXjOPdaJnwxeQyk6-Sqmwx2jWa8hOi0uuXX1CdwrgHtobNh7tz_mOZr7kyu4N-VupYrj5WUmmvS715q_oHsJVfF00lBaBMwH8j_DFf7zjxvfSSiyXEKSpgwjUwJf_5kY01qB3zR6uaz7zJqWqg747xRW3SVv1f5HlvDA1NOaTGA-RS2-NzUWlcxwhttdQo27nMyTbDB0c_3WxWW9Ub2Y-6AT3Zqejmy_QTPozHsvcqfBLM_2xhCniSwnVj9si03KUo3AbgbUP0b8JGK53XnKZamHlMb2xQ40O5s3P6gZ1CpAWvzLJIbNaeMv7hm2JHGY9-MjdhBTSuYEz7TTUGcp1uoSd6L_Hx5I-tnj_2zx5XWvWo3VTItRBUHdKegw1YR5CNP5Kb3Dv-A7DQfFBjqCAlzgDe37nJ1E5SKFgjcCNziD6oup30EOYcD-KfngIM-sVwJYIriQxGGcIp7JoyRlWOnApV9oBO5qmEl_Kq4ra8MbO436E-DsgWeMyea6fb7Dil65oUezPhBZK8R46yp3UVlRpGAlaaS459QylgD-gh7_9sOQTTrdklljel37lSDk4P6iBv92sa3dwwYFtGt-O19geu3BQopZAt0_q4WDJ2-MxGs5iAZh4YRCMPoqUvNAIipOWJmH0LZ9MVYAihnw6UbHQhScBiDrfbFyECFIrytY7jUpie6XPhEebS_E2ghzOLhMFZTT1cHlTvl-Z_3mT2RAQO9--DYRbln7CYF-igwMi9H9F7pBLTvIPMXt6JVjiXnsZY34vhIVoqzviSTBqs774kQ6sgDlhxpJ2pOgPqu16fQWjKHBcuATxk7xqpZNZ90UrSQtEDG6B7jxwM1xRwC-5kDBP8dlqpwBheHDR_15eqMcWyL1KzuJC2QW-kOx9Sl514qwgcaXoNiueR6vRRWvhnHkvJ248bOLWwh-6oLq1dNctlChCaupq2YD2D0-lLXmeih5fTxo9heKgX95fnvAMHZVNDKeicjba_hKjenDHjeFAtGrUCoa2M2Txn3INxezVYj41vB55oiocOIO_LDAKQirqZAytu8dcmSOmAY6xzcEXJqJyGLUlb7r77pOpLPTrjY2zl2eVLtkdv0qwiQzHkfvPOlOMXXCheicWec1M0CKxWQpBb6c-4ZEbzWnpLYXPFbek761JD27NjLnrd_ZeDaBK76sp69ZXEBZRBsOBy094rwChj8vU1JnF10HtUoWwhnbEnYLyf6cLQ5yUAb23TSILAXCYKWOC2DmCKtDr7Wd-0TTdU_1OEFQAL-c9lddL_f2JWtpeEkJBlLh3UCEH6CK3nNXvuS0foXrpq5xc-5Wb6gKstUeXtAJ9uEeNuQNtjDhYtbqtPyxNLntr5F5M5e9PPm6dXG34uAUOl47L0m8aJC-0e2ktiX8PSDAx5_0ISLdwN6l7SF1EFSfjSHgI_Vo8yKtw7m56RV34_m6yKY0qzzOVb4crtfYNcGt6CSnSNL8F_KU4S3_sEj3nahOqXbRUDlx21tXm7pSz1MsnagdKBnk-MWObFWHXkwJ8rsEUJNx_PZdob_-f0m_T0O1SN_vSjWXnIBn_J8vnQCa8MDl4Q4JtkCZFOKzkAf8zYsfjVOM8_2s13jlPxweqskUcDTYYc-jk9l7UK8BKKMCs5_dPtJ_GQ1NB4pjnndVQWrAUHkIczN1gC6tfxr16cjQlgwEInVloPr6S4y5hyiC0bCCeL_EJD7cj9ETEW3gZFuawtVqa92K_q5qJfwcftVarDh_G6DRP1UKWt7FaYp3Ldo3UEFVHQrv9et3pt2w2aya6dLZ9c9ELH53sMfHvi6hy_HYWUjB2N08fsLjwe331EuTA4V5qZfdN2kjbBU_RQ1vEfSkBxOo4aHPep1Fo60MTzPBataXmu2lgGTHADLiRxRGpIiRsScsPAv9ei8nu9zh5UkPlc1q7Yx--_G3o8SPO7_k28WczAwucqtXjf4x265NPi4y9uSKTlL8t007c6syLsupT5jYKUNc5ujb1Ea2blbpElWM-6rTzyRsioRFBcw06mUqePgGgm27_7LuAxLz1IRe5lcXGuLdCo0AHGJ6GSfp3ilfN6rb7jNz2UPIttbELA3RYnW7_haRN8wl7s9Cq_kxJV0t6ZpkF97j0z_DCNtTFLiN-rkwf5k6RXVvxmutNmi3IM9Nxjx2BQDsg8spVN-brTuc4ap3IwghBHjamgL2SrSo4', 1795808263285, 1795808863285, 0, 1795808263285, NULL, NULL, NULL, NULL, NULL, '6c4cd1fd-ae2d-4642-bbd0-071b5ea172c6');
INSERT INTO outbox VALUES ('9b091e2b-92bd-4639-9da5-2df7033b50a0', 'carol@example.com', 'v1.A6nQaK4OShpYv40b.zWvT2lOknMuVewcaEXiczAgRC7MTrN0h_F_JAGU2gT_wikRcNr5dehw34Z_ac0_axyXOs3qWNNNv8XhaAGvsrYuxyuebsDnA47CctmJMDYbYUSD2d7wBJb76PPuH-eahyPs545vmeKt9DyZzoi0goM1Ddd7FA0oyNq1oJ7m52smU5WLR4eBJ5UHpQniY_P29D--p9dH8ZZ5rE-pKnKJN1bpLpcNc06zHU0ZhtYsXwk7b3OGPUimVneih1XUjCP5NA_fHfT3Md9NyURitK9UEde4E-V6eaobOUygIu-NxfanB4eT58O6pNujL4MOQ8RmAtPcN69QQgdWoqRUVvmIrh7hczg-fWJrh2VdxKQdSONfpsQ2Jnibl-B_rkia7Gi1WHp1hYyE3PUzWyO6PMrYoUnN13zq98iSb0DglCLA79RytDQ75nOddnKN4T0Bcpfw4sF6pFyUi3npdmHh-4fKyr8iRLb8YSjYXOY8uDplHrCrN8MqOeuogo5n_MKb-7kqncSNqk-HDtWhCEweF-35DmYbGaZJrt6EnHNSdSllv8UV-boVf8-nDLCcvny_BpEbv464cZ6L2faYVD0qZ2oH95ArflwxQJBHQswUILurX49SF4cYqRdEVcAaq7cyLvAoCNuYz8XataNU54xOSkhQ51912GnOityjDv9mdWjRklTMtYVMPPJ6sLNaZqWu-E55qe9g0rpjrkYQUlQY61h2f1fs-oTd-CfMeTGJoAhhlwBHDyam9L9xCI4diBplLSOoNJisjsUlTfy93aMJVf7fCcOMBhL4ibhiCjnzExMxgZAbhYPRnpJ0gE1H3xpdfYOs7ag2wF9-sUfpDz7B5tWRRljI8zp7ml_bppOCh2v_o6NDSi1kRH_TyO-NvK5ZNmRDoB0NNbnOSFK_Zu5X6IdCMHEYQXDe8-e_6ifTvco7v20p77dxDT_gcmTFS9aq1w-htfIXnHA8tp3aVMImjms1tJO-K8m38SA-8kLMVpB0kP5gjI8VguLcHkFPzcjcIO_MpTxpoWIt0qok_jdRgFiT62v71tMH_efzf10shlimCHIWHv6W-3sn1r3RKi2Sy91w0LxPxEAEuugYTKdlS17HF1XuPGRvmMSzZjZTDErlIR7FyKWCiRYqiSSEJN4OCt9Wp2gS9WNlFuCzKjYrTsZ2P9jLX6BiOW_sV1mJnXH_U-VthR-JMtZnYVeRukF4BUHFeB0TaJD8bRPli5MPEg6Psgwpdv9qZAcyNjpLeEN87CV353_OqKRMpepq9AfcUuicktfHQV-Se3CYsRG_nYqHrYZKdDRxhAFW6OoBif0IlkP1vLVqHE4tF10-qeIv5xdaXZfo3Xu0Q0fp-URljntLg_JuQvSVUj6KizkTtouP6wTTx1JhUF8Hi65U6XNZzR9pITnnLjyLHFQinUGgRJy8xl1hv_7SBFlXhiPDoVhekut_yT7UcgweHxnHDU0ndPDNecPC6oKyGnA1T0odkrvnSRDUTrsbyrUTLtpeY4m8lL-553xrbce8dY4gRUzdIPS5kFRJZdbG5vhaTmlrhnag0c17k6hvPW5omF6xEGVwtJoNpGOz6Wa2xEzJca9UUMBeRb2riQ-GMGSrueb_y8eVIK9O-qb2_jWxfP4bxVXdm0XBGW5lOE1Ji5ibheClE7gj85GCtzQV5vfjKsvpMc-FpZmI5TY6mdVYpX4BWg9-mLpy9-QeMl3KcTcr4Uke7PhfG30FyabjLgL2chhYVXYUuh1wlVHhDpuU2A7AMfSpcGuP1ofvyrN26a5lUyS8KloqjtMC8rsUa01Wbmi-MrZ0lL6jmKRx3wPdNxE-OfTtdL7B3l673ECC6X5dwMw66VvBYrZhiGH0DzeMmhhgceBOpQWs11w6zdIm9JiRwsiHp_2-WdEOBSNoVg-UjeWzcA0IRQAOIst56pplk94gSNjI8-Pbs9VZN9AB0ZBCz1skvAd7sdXMlTEniVTyH29zydEt17nSSFZIcUDyxleuz0LmALgTryqQvFBgXZ7h2MEVuzYjZV4_nkYM2_9hwtTXXUb4lMpBIPE80DRKkzUMCajWquqcKoXQwyxuCeUh6lJ82qgq8Td4XLylnguGvIfPopZ_fBnnIb1ZK8H31LCZU0HEKGdsW0vW28sB9_zskSxeHBekxlatw9dU1p6rTWD-Xo420ey4qvn0x5g7v2DBe5RkfFJFD9K-vUsTW8itWqzcZqF5WRJdnzWZmFxmDyVG_xY6uiAoXpQqt_1EctEgvIF9nIcp4DU43i_6vv1x1h275zqHWy7eZJFYYcSc3D3wNDxUPvNNcpOCvCOgMqwBoDc4ZaIF9RYBYhTQTljPfiJ-7BgSUZpGPQTUKxmUkH8Q8d9W8lszrQBav4BtxTJy14QW3MCaQGBzgZxSbXNKiM9V_edejig-WAZ4RktKWMSNzWoi5PI_H4eLejwSAGxOPECzHvJ0usVfAZtLQdN1-hWH3VYCryISdAstc6SnwwNL6fqXgjtHbkuRYzZgIksLW72LfLzSsKRkLW0LaxA2l_SUu8tboSOg3EW9PqxyfgT85IoWUpCe49LgvLMKcR04Lwm-pbX031PmwJHNIbk36mtDd9LOe-5IACz7u_a1dU2T-r0dRW6F7XRe2H0FzoBKz-h7YFXyOfM-TclJMnXBFO7r0WXMSzH7qrQylkpWQuup6A8CyUqpXabCncAQxKOXPhCcrleI_A4Hv1t6nW-uCdOa-6U5_Fah7WPMfk4QdXxfahBg', 1795808262254, 1795808862254, 0, 1795808262254, NULL, NULL, NULL, NULL, NULL, '6514d363-f5f5-49de-8ffd-37d6952a92bb');
INSERT INTO outbox VALUES ('dec835f5-7593-474d-8766-050e28174c3d', 'bob@example.com', 'v1._4PyH3mJjfzVcL3F.Wzoqky-IgVkTso6NaB226abdrcvC5yGp4IhLZSEqV2jAu_kHPB1m29MnWodiKrOz5LFOTKsBM5qvcbCYLKQUXddFTGJY-W8upgjAYTPGQWUDV1Ii8AMoTESvilqNpxbi3nw6OREkUy1mg7CsIAScjq2SqmbJqFMQJoeO0W0Vc79N4qawNmKmbs-Ebbwp_TfCaQlc1U0cJrLSEYQQg6574JPAg7kcZvwZ5vYAFMigHp6jqm4g3Ff_ml4UEw2Rq1Zx-yee4kbP6r3GbLKCaIHpLy_VreF4uhkxAYyAgHW4m-TjPJAWf4zdvW6tjQF2ib00ovc-_hvs-2NkD-HaKvT4kP-TdmbilG4VqpbhvlHNg4rgndifLP3Vl-mi3Z67Bug-s3NlvVtYCIRwcDdGOXPBCaEIMzyUfIAqq8kS0I5c-nQQ9f0qvQkkbtInbP4JLxHXTN0u0fPGHqYYSJggHwZQoCFkXiw0fDyt2ZLT6dZ7gEFkbxgw2UNms4eGbSYEYIOimURjfID6f4hlcMq3oaespx3e0HEYWa2WxWe_ZcKeuBmDzksfYuiHZeH4ZcobYiU6UYvu7GPLkUHPNcmN7Lqk9QnluwTtxM7hkYVWA3Cq1jKH2TxVpHcBfIyBOsVSqLhbVzh_E7iGQTaQD_pNkRo-VsPinzPzeSjs7poK_cvvqqJrVldOm-zveheUxJLe7VJ9M0L3IynLNfdo2MwGMxQkx31gJo2KqWMyYYXfykkRzp9YBhp5dmD3M00vsxCqOJgjBsUCxASyCVH8BX-116VAG-COOQ3Mksbyar9lIH4lM_fVLf4ZDQbxTc1QGCfhPgDptjOBsvVqVhiC8Q01PrRFuD3YycU-TD93Y4A0AUBE5CMEgAIAdY8cNoSz_LcHCs1yQ8Ab3Ui0ZrdNSKefjWjNDD10pmT86EEI2hEOcmRE-EphZLV9nRS4rObIrkB9bPTlwfZW0WSt1IiW4aBOaUq1Z8sktHvUvVptbH_ePLRakhEz73j82J7iyejCS4MGQnRQpUeW6lWBH9ly0eCLLtuhTvYjVo5L3dDwTdlaTwcaT5AAh3FSjRsnTIqxbhnUBE8GZvWZv607P_WCoUp_VRCP9KZ_mLFBfC15dbEkdjIfX0PAS7hI5ouuNPzUjNBPlbu2uxrtIVE-RHMYp-FXJ5Xke58GSnRjwDcu2lWYp54ReNbHUdyFQJL9CMLEkAw0Mc_HbPN8zku8RNcWVDNH__nL3EGKB_QhsiuXLDgb2nlEayRbiXdVDUPHhWLzQ-bsKaSozD1HtgrT8IL_BtHKc0gIHMecQoR7zB21N9UhZndVJ4sfELMleYv0ZCg5btsza3UQ6Xhotsuxz3Hc-EJzL6Ijyp_u9ecjVWLw__U6ndKgZ3ZLL0TqItRwPPl59vlqCqBWPdvBzH9l4v-SPjDTvjJ2HnmvY7AcHqfGq24bKjb-C3iV5_dZEtPFB2oWEPY3ImkVw0hEzKwM4MCTO5ZKEycF2jZ4Do4evvuu7HvfHZORtBec9Bjqoi4sidX40bBw8yjkgnDJpxpxt4KZlVPmAy2TNcXeAIRhxvlNN0W23CMKcmMgqJg8MrSq6zrbIcb9RGkXlZZ2paAMmwf0AUtSLE65_mOTMLFoCAociIs2GGjcM5Aw74yITm44Vvx4_MX6nO8-lAblexLcLs2WJN3QpmXCv23c-NOZZTJlXtc68cqPc9wOQ8QFpg1mJaMYGLFU1igzZD7CApVOpzy4gpQ1F_j78D0jhhfeq5IowYvFH7MGyY83zDL584_5w6hthkoH7bowDPm-ibG--734UaXOLMBCuW7sApN8-WPAH_YtUPTQyIQuiicwP_rpYElMqaJ2Ty54bXpVRvxgEG2JdyL-m0m38dBHs6kb2X5beRvu3lTuWu6aOq5itpDG_QEbLPlJUccnYkYR5wnEBJmg5LAyxXm_rXns-PuhMA7AqqzQC_IZK-SeCqFJUPMVBIJqr4PkCqEdbFgf7w1hunK2E8vUi-qeckvr-oARDWOThyvKWI4GKrRui58-sFuUG8Iizx9qixgNC1AZrwpexzInGygjOTtdizqYUNdnVlnkZ_QfGm4pgjKUt8NEqcewcNfYJAot14MdF-Ndmxtof18WMrdTbbTRsc74POPJ_gtt-dN1SZ6td7RvdiIIulIyMRjgNtfg4GburH4ZNTlEZ4asqCD-8TezRJ-2IoQ_8nXbIdeO5i3l96Nb9uRWG8PzAaBIeb85Fvh7ErL-I2HXwDdHim7QD9UBbEc7tzuNeGgKSH0qK7WLfSIYueNZdLEqFOZl4ds060SgLS30PBiEVt5HKxsOEbI2f8FpCQgB-CY4-LfOKIocRsUnul0nsxKbnTGHNzgSlapYmQqSnshEXdTA6rqn7ayMuD3oPMv5DSyzlK5M0zIziUYU9IfcIFpcJIJfX0NaMT0OBOi7TqwTmF3lculBRJOUt8d-d2Pyxe_4WFT1VVg-XoqOobV_oS9UvJKtUEBr1DZASc60vgKJHxNVs15p-aqdzZdK81Xi7oK5M285bAZwcFpgWm4sXomZx_qa1WCnrozt3As1kVV9x-FnAlc6qohRtUp8FIbXhxgj1lj5QOj3I78i_bG9hC6S_juS-kodzXgl_hg9MTbMQtkl4BNeNsra7TFBBYl2rb8YrXV4lwWN5yBgRwAgGR-sSewuqHNPH-hQZ_R_X9EJSkkkOKAUUgjYWaLvDie1Zh4z2lNasrEBkftKsM9Y49Cg1fhIvw', 1795808262744, 1795808862744, 0, 1795808262744, NULL, NULL, NULL, NULL, NULL, '1c292a7d-eac5-48cf-b9ff-7bd629bf9f31');
INSERT INTO outbox VALUES ('f02e5d66-1917-4cf2-9c62-87f38c2521b0', 'root@example.com', 'v1.4WuYFkXB5L9NAYvq.k9CWOAty6qTTYQZT_Jf989sysW1Kri5ERC745tgk9-m4AyXvjQxtUaHO3kSRB79IKDlCAifh7-V_pQT6emy433PPKG9mQ1-sOH6LJF6kgNy5y7yS4X2Su_J_yiJRHNFxpeaiJjvBmbRvFIfpJlG1FFNtHliGSRrohdnotSKOcsCXScPoBNGBnzh8ExAEjGAoljPzH_hb0fA-IniPm9PaQpiYrwLzi5bmAN8GTssYO6XSAkLXXG2rrjCpTHtPOunOJYO5VQowFqkEDY3iJ0X0W8-iv5potJs2TR24-iUtAZ3z5kX5Bv9s2nL8KnOfNeXmGEm2FoDbJMukVSLEafEBswsPAzSVNR0bGhpk7xWWQO3bgaIcj6nVi0buVhUIubBNSCXqWsMoVGIuWi5c_sRHIlzejNxjazmdLGKNjedF2c1-6NEpaOcxLDreeLBWe39ZqVZpCfCVsbW7_q4ZhOdqic6UPjm0uMsAxWfvppqZbYwD5qV1mTf-yT26Lg-ogz7xNAbjdcogBIc5pdvn-WQwaqXoVyjPdU6D9qntWsTHOSDQjbe1UTaJvucDp6xDlPYFBXRhLz9V-zmhtx1u-BpFP-GEVpOjHToBnkrveFNnOdlbhyvSBfcy9wuMkL7_BzyEOz7fo5nQK0DhVSFgp1TMUbNgawX8F-455BFue3vZHOS5BbWh88WR-tahG9gS7VkM2O_WV3eexH3oev9JADTdLC30rVfxBSbxhXeEbxs9wdjQ11JKFRNbWTAMmb2y8nN1-s2lZCXbHMfW5q8cqm24CYzUukW10371vFk930lk41BXdnIKXsm5yPOImO8X1s6H4JQ7wls_45fF2Jm9Hwg4IkA0IyJon8yBAaKUg1GQUggVeZzi-pXAOnapCFlRdmrmL7RHv6R-_qco-1B7R1eCa29qwVpAherKDy8TV8NzxYrUNnIRTtIeraHwewH35vIFP0ti_o5y1w-cADR4cuUZV3i_l3hciuMECuE00h8Q5ujcQIyq30xgIybCxEguvsUMZJOoCexJb2R3oZdpkMdZGT9OtAWRE85SojNKVgqNu_M7zbnxHlo_zvUIKx6BNP1OzCy8sFra79ywNW1PtPHccmr9JBb17Cq9tgoqc-i6csxiOvJ23NVFW8rp_bAEdQO_wiG2aPOL7sAucpe-2ahImKBrDZ8Ta66pbGcu_OLBFsO3dagfr1cyNA-4ZRhcnFcVbVyyUahcjnGwKKWCUR_c1WK3MrWwo_r_dPUSwUvIyUL1m58dPPvUt-l8zkRRkZAJau0IQ8XdazVRBZhkIQFdWqorDdV2uLb5qk06XbtzSP1fyWUNlXmcLxvJb41ooNLR2I2w5j4LQB6cok9yS3NVEpVZa964oCft92tK4_YANzcm7ah_43u8fVcwUkeUqyBICThZGfjBNP7EYtinJr8cZLoxnv3mVPcrDjdyFayyKv12E7DB8tugLAPbq7KVGIgO4Uf-Hh3CWW4XkIkt3Ud_A_nQC9lrQGOxuxf_BhG3fbcszEnvdYcNAaeICp-bYObHhTfux92BCRGOV-jCDP_Z7a6JOD0WUIa5A9VDaiOoMOJ5iYoHoMMfIi1NWZbk8dMIDX9PpUG9qEXUkEk_odqOpxlxLWKFnJJdS3YXnBveYvX1TI-77CtCz4gByaGQNy4YfksKlNl1cg4wmq-L9G5i4FN12PuQBeCkydkvunhhLaFG0-Qj_ynfXy6IGoqX86uB2GbjitOgxOaEL39gmIcT8WEksSpGx_GWBa9groRziLk0kPDn4boQtrxrZPyZkGyXRhbEYnZcUIpYBNY7eezwKUtVA2D7S8EXxNdej9CFlzrfYLyTNDIXTBNX8qP4jNGlApgKcd8TO_65N7K4u65eVOJJzWgEfD1fsSpILp8Q0pyhpTCya-2JXv7i7ls5k7kbr50DcTpVJP8E8U0VFuorOR2rhW0dlK7F6lSTmbXcwcUpGVUNxhJQ3UQTWmYnx-dc_2u1fxnHY5WEDavVhI9q6JT7u5OnzUUJdTIp_u5ipLwhSbmZsTGMfLtKewFKSs-A-jjwbMu7WTBeXw_55mjCOdZQ72qgv26qYJQ2K__b0MyBFv7mCvkQlgx9TWgaFoWA3d_yNhwBevJYRixasJWdtN0sIccAMsd0qtuTVz0lPsz00I3hZl0r0jEo2wQR8QB6tYSBnnLO4mdzVEWovmiAYPOWIoAiPnmfAs2EgIjpVqqgfTDcu_Ob8tdUpQfbAsemcVoozg77WKA43kV-Huyq-53PeOOgIeDLX2hnO6WLSV3LNxbfNDWb5D9xz6FQ0s8oMTPJkpxbucY9dve7_qt6HAKMCyfbLIvIzzSMQWOM0HPyLkpfRFZJx3dmwz1IaMmyCdAegAOcSXSeOGJM8zm1OqUe2FUOxPmznXg', 1795808261638, NULL, 0, 1795808261638, NULL, NULL, NULL, NULL, NULL, 'be5402f5-d66b-4101-88cd-f5adbc57f3c7');
CREATE TABLE rate_limits (
  name text NOT NULL,
  subject text NOT NULL,
  arrives_at bigint NOT NULL,
  CONSTRAINT rate_limits_key PRIMARY KEY (name, subject)
);
INSERT INTO rate_limits VALUES ('change.account', '6c4cd1fd-ae2d-4642-bbd0-071b5ea172c6', 1795808268126);
INSERT INTO rate_limits VALUES ('code.address', '127.0.0.1', 1795808270638);
INSERT INTO rate_limits VALUES ('code.email', 'ann@example.com', 1795808322190);
INSERT INTO rate_limits VALUES ('code.email', 'carol@example.com', 1795808322516);
INSERT INTO rate_limits VALUES ('code.email', 'root@example.com', 1795808321638);
INSERT INTO rate_limits VALUES ('device.address', '127.0.0.1', 1795808273204);
INSERT INTO rate_limits VALUES ('login.account', 'ann@example.com', 1795808263026);
INSERT INTO rate_limits VALUES ('login.account', 'root@example.com', 1795808261814);
INSERT INTO rate_limits VALUES ('login.address', '127.0.0.1', 1795808263026);
INSERT INTO rate_limits VALUES ('register.address', '127.0.0.1', 1795808291925);
INSERT INTO rate_limits VALUES ('register.email', 'ann@example.com', 1795808561925);
INSERT INTO rate_limits VALUES ('register.email', 'bob@example.com', 1795808562744);
INSERT INTO rate_limits VALUES ('register.email', 'carol@example.com', 1795808562254);
INSERT INTO rate_limits VALUES ('send.address', '127.0.0.1', 1795808273285);
INSERT INTO rate_limits VALUES ('send.email', 'ann@example.com', 1795808563285);
CREATE TABLE locks (
  name text NOT NULL,
  taken_at bigint NOT NULL,
  CONSTRAINT locks_pkey PRIMARY KEY (name)
);
INSERT INTO locks VALUES ('superusers', 1795808262684);
CREATE TABLE clients (
  id text NOT NULL,
  name text NOT NULL,
  secret_digest text,
  redirect_uris text NOT NULL,
  grants text NOT NULL,
  scope text NOT NULL,
  id_token_algorithm text NOT NULL,
  created_at bigint NOT NULL,
  CONSTRAINT clients_pkey PRIMARY KEY (id)
);
INSERT INTO clients VALUES ('25d3b910-87a7-43e7-a81a-1d3abaebd555', 'reports', 'KfsQYU9_s534ZKqlR2Nu9S9N6tqxaN-0-h86V0l_-Js', '[]', 'client_credentials', 'account', 'RS256', 1795808263190);
CREATE TABLE device_logins (
  id text NOT NULL,
  device_code_digest text NOT NULL,
  user_code_digest text NOT NULL,
  client_id text NOT NULL,
  scope text NOT NULL,
  label text,
  address text,
  poll_interval integer NOT NULL,
  next_poll_at bigint NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  account_id text,
  approved_at bigint,
  denied_at bigint,
  redeemed_at bigint,
  CONSTRAINT device_logins_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  CONSTRAINT device_logins_device_code_digest_key UNIQUE (device_code_digest),
  CONSTRAINT device_logins_pkey PRIMARY KEY (id),
  CONSTRAINT device_logins_user_code_digest_key UNIQUE (user_code_digest)
);
INSERT INTO device_logins VALUES ('10f94685-6358-4e40-bd39-f0e6af452491', 'Yh5ijYZH4hnw1O2Arg8m60t6Taap3qJLwhUt9apr_1s', 'URokjf2kDPlN8XRjVgFl71S1ojRyq4_FcbuBVckSdD4', 'latchkey-cli', 'openid email profile account admin', 'node', '127.0.0.1', 5000, 1795808263204, 1795808263204, 1795808863204, NULL, NULL, NULL, NULL);
CREATE TABLE personal_tokens (
  id text NOT NULL,
  account_id text NOT NULL,
  name text NOT NULL,
  digest text NOT NULL,
  scope text NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint,
  last_used_at bigint,
  CONSTRAINT personal_tokens_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  CONSTRAINT personal_tokens_pkey PRIMARY KEY (id)
);
INSERT INTO personal_tokens VALUES ('5c09769b-154e-44b1-a391-916da31cedc1', '6c4cd1fd-ae2d-4642-bbd0-071b5ea172c6', 'ci', 'x3gom1n16lTQ185HjmPwycdE9WKkkA7CGAftvuLdaI8', 'account', 1795808263126, NULL, NULL);
CREATE TABLE invites (
  id text NOT NULL,
  code_digest text NOT NULL,
  email text,
  role text NOT NULL,
  created_by text,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  redeemed_at bigint,
  redeemed_by text,
  CONSTRAINT invites_code_digest_key UNIQUE (code_digest),
  CONSTRAINT invites_pkey PRIMARY KEY (id)
);
INSERT INTO invites VALUES ('acdf5110-b996-4322-a42c-4c3957c05b3a', 'HLC0CBkPFATJYL_NOScK0R-y5XtUFXRc-iCgzw-ABvU', NULL, 'superuser', 'be5402f5-d66b-4101-88cd-f5adbc57f3c7', 1795808263265, 1796413063265, NULL, NULL);
CREATE TABLE audit (
  sequence bigint NOT NULL,
  at bigint NOT NULL,
  event text NOT NULL,
  actor text,
  subject text,
  client_id text,
  reason text,
  address text,
  detail text,
  salt text,
  private_digest text NOT NULL,
  hash text NOT NULL,
  CONSTRAINT audit_pkey1 PRIMARY KEY (sequence)
);
INSERT INTO audit VALUES (1, 1795808261384, 'account.added', NULL, 'be5402f5-d66b-4101-88cd-f5adbc57f3c7', NULL, 'superuser', 'host', NULL, 'b2aIy3VDnkiF9lW70dlvTA', '051f7f8a61d4ad0fb5c69a99e60592f910b4f33ff81f6fabf75f20e00b92296d', '06abc8b544cb37e36c85e78a317dde224a2214843f89186459f062b2d881eee4');
INSERT INTO audit VALUES (2, 1795808261638, 'password.reset', NULL, 'be5402f5-d66b-4101-88cd-f5adbc57f3c7', NULL, NULL, '127.0.0.1', '{"ended":0}', 'oW2kYxvSK91_RoT8Stlikg', '70fcbb20bfd5b9a6632a909692bc60899c42bbde5ba028c5663981b73fc155d3', '3f31c1e03b144ffa695084514601e4def0fa1e42d8d1c1318dfa0caf5f8b2584');
INSERT INTO audit VALUES (3, 1795808261814, 'login', 'be5402f5-d66b-4101-88cd-f5adbc57f3c7', 'be5402f5-d66b-4101-88cd-f5adbc57f3c7', 'latchkey-cli', NULL, '127.0.0.1', '{"session":"cc72ea0d-e715-402c-ba35-b505d81ed153","device":"laptop"}', 'vsWXYvzLwJMYg4QDairLow', '0576b23855c8494b94b91dfd125509bd5005a80979ca20b2658313ac69bdb0ba', '1b89e85b4a304591f8cab6ebdc8ec80b3921b61f89315436a4221c055d71f5f8');
INSERT INTO audit VALUES (4, 1795808261925, 'registration.requested', NULL, '6c4cd1fd-ae2d-4642-bbd0-071b5ea172c6', NULL, NULL, '127.0.0.1', NULL, 'VAxnspbjUVXnDcCW7PhYwQ', 'a465101a5bb3e3e2d1c5ccbdfcdaa769adca46562c67e822ea728a8a606233f3', '5afda799d0b04c367033cf4cef1721dba14f78f7290f918ef54fb2e6b3cbfba0');
INSERT INTO audit VALUES (5, 1795808262190, 'account.verified', NULL, '6c4cd1fd-ae2d-4642-bbd0-071b5ea172c6', NULL, NULL, '127.0.0.1', NULL, 'LZkFRutOa4dFDPEm7K4wXA', '7991f0c7fb876206633ad102a5d91f0cdcad874ba3c4ec15a7baef8474fcab1f', 'aca5779d80d535c8841e0826a134f38c1bd45d4cdd398b8bcf6ff16c5b072cc5');
INSERT INTO audit VALUES (6, 1795808262254, 'registration.requested', NULL, '6514d363-f5f5-49de-8ffd-37d6952a92bb', NULL, NULL, '127.0.0.1', NULL, 't5oG8MkMMMAYzfciM6K5TA', '0d322595ebc0f863c3d141f1fb6640b2c7ce97a7f47e8a119242e2949ee788af', 'd954c032bc55c6c6830b554793b47273f59d336d9aef0310624f6567c51f3b52');
INSERT INTO audit VALUES (7, 1795808262516, 'account.verified', NULL, '6514d363-f5f5-49de-8ffd-37d6952a92bb', NULL, NULL, '127.0.0.1', NULL, 'hrkcxj-VBrwG2O2nPlD2kQ', 'a50d1ace1889d14d5cdb499a65742fe2d0b30ae08643fdf919f1eadca7750fea', '709713d67b2f7766d1c1aa5b940157259582440140275248ed8916d579847dfc');
INSERT INTO audit VALUES (8, 1795808262684, 'account.disabled', NULL, '6514d363-f5f5-49de-8ffd-37d6952a92bb', NULL, NULL, 'host', NULL, 'SoKOnn9Ummkfg54eTmTq_w', '1e882af959486053035741192ebbe415b2f37c7dbe2b43b3314df4bf1dbbe8c8', '35909515ef59f46052774238dd5f821218b39b0a404337163973b0bd34ac2491');
INSERT INTO audit VALUES (9, 1795808262744, 'registration.requested', NULL, '1c292a7d-eac5-48cf-b9ff-7bd629bf9f31', NULL, NULL, '127.0.0.1', NULL, 'X4MqaS2o0qVzqAU02GmWvQ', '68c5c3f560210d8e313990e507626ff8ef3a07e55fb9e49177ab13f43ebfd964', '8aee975b7943f11713c26b3afdf4c901f510bbf83c4b7f5f2933aa39a91e0ee2');
INSERT INTO audit VALUES (10, 1795808262848, 'login', '6c4cd1fd-ae2d-4642-bbd0-071b5ea172c6', '6c4cd1fd-ae2d-4642-bbd0-071b5ea172c6', 'latchkey-cli', NULL, '127.0.0.1', '{"session":"16903d3e-2091-4e19-aef3-aef5427b2f46","device":"laptop"}', 'MRwnzRshrSb_JU_fQhj90g', '3de2979de20f8ded558e742344a02f09ec2a89b16688c3ddd32e6df1cf58c192', 'd97fc2ce9a074c400e4a0daf25c000ef34f97b1d40ae9b1a479656a1c05310a7');
INSERT INTO audit VALUES (11, 1795808262945, 'logout', '6c4cd1fd-ae2d-4642-bbd0-071b5ea172c6', '6c4cd1fd-ae2d-4642-bbd0-071b5ea172c6', 'latchkey-cli', NULL, '127.0.0.1', '{"session":"16903d3e-2091-4e19-aef3-aef5427b2f46"}', 'gewZk5Ugz9LjUUtEypzjFQ', 'c7b78df5635c5fee6b6c458e9c848b777952220a20453fa041a0b22eca1a1a49', '3c1abfa8946f215ffb755b207c7609ec501a41ba3d738f53fb920113b515834d');
INSERT INTO audit VALUES (12, 1795808263026, 'login', '6c4cd1fd-ae2d-4642-bbd0-071b5ea172c6', '6c4cd1fd-ae2d-4642-bbd0-071b5ea172c6', 'latchkey-cli', NULL, '127.0.0.1', '{"session":"d8c0f8f4-d9ec-4f69-ab39-4f6eeb58f468","device":"laptop"}', 'mC_oIYWUJjlhoA58hHh3vA', '265b7dd32a59db98b0d74e1cd182decb358018823e4c0a03368cbde626781ed3', '1e4a6d7fbe9891b0ae4f4f7034b11ee0cadb42d999e9ad3be502a5728e963b3f');
INSERT INTO audit VALUES (13, 1795808263126, 'token.made', '6c4cd1fd-ae2d-4642-bbd0-071b5ea172c6', '6c4cd1fd-ae2d-4642-bbd0-071b5ea172c6', NULL, NULL, '127.0.0.1', '{"token":"5c09769b-154e-44b1-a391-916da31cedc1","scope":"account"}', 'beLWbnlmWKyc4XfkdrQrGw', '198f760d65c41c48bf9d472603775a76c534db038e5b3e668855334f880aad0a', '932d2891c838ded5d12f886819f6b3bf57a850c988cd233234a01b69241c1ba5');
INSERT INTO audit VALUES (14, 1795808263190, 'client.added', 'be5402f5-d66b-4101-88cd-f5adbc57f3c7', NULL, '25d3b910-87a7-43e7-a81a-1d3abaebd555', NULL, '127.0.0.1', NULL, 'ZN9-2IvD33ezX8FFb2Jzzg', 'ba2c3b3da14f0fbf449e0d8008d6d00c3f7b0b7a1ccada52c6de6a0eafc7db96', 'c98bbfc05ec657017fbe40eaf1b8947c8af158e546d50e42015cc37b3d2718c6');
INSERT INTO audit VALUES (15, 1795808263204, 'device.requested', NULL, NULL, 'latchkey-cli', NULL, '127.0.0.1', '{"request":"10f94685-6358-4e40-bd39-f0e6af452491","device":"node"}', 'sVZBkzkum0tOpcB0BPIY2Q', 'ad6748c85250d843897718676f64854a3675b1a95914965e6be89a7f63234f81', '70692f7b4cff8b08bd2f5251598d783dbdb5a9be1958d15b862e80aa5e15c14e');
INSERT INTO audit VALUES (16, 1795808263265, 'invite.made', 'be5402f5-d66b-4101-88cd-f5adbc57f3c7', NULL, NULL, 'superuser', '127.0.0.1', '{"invite":"acdf5110-b996-4322-a42c-4c3957c05b3a"}', 'ptSHaeYxkMFb05FrskcLSQ', 'f0283ae16ab9b9e86e79e4c24e4fb5119ea57672488cec72f10aa7b6be8ce6ac', '0b00afbcacf3f595735712a3e515593fe0dbd2befda911ff39c5a36401b8bc83');
INSERT INTO audit VALUES (17, 1795808263285, 'password.reset-requested', NULL, '6c4cd1fd-ae2d-4642-bbd0-071b5ea172c6', NULL, NULL, '127.0.0.1', NULL, 'a753I0-5v98w8PItJs8F9w', '3129ae4076dc0d92701a3dafdff8c845da78a54b64710910c2849f49cd1c4454', 'c51411ff0f4d84c3412d885accb14ecdd5a9273f4233aaed0bd6762671e60b14');
CREATE TABLE audit_head (
  name text NOT NULL,
  sequence bigint NOT NULL,
  hash text NOT NULL,
  CONSTRAINT audit_head_pkey PRIMARY KEY (name)
);
INSERT INTO audit_head VALUES ('audit', 17, 'c51411ff0f4d84c3412d885accb14ecdd5a9273f4233aaed0bd6762671e60b14');
CREATE INDEX registrations_email ON public.registrations USING btree (email, created_at);
CREATE INDEX sessions_account ON public.sessions USING btree (account_id);
CREATE INDEX outbox_next_attempt ON public.outbox USING btree (next_attempt_at) WHERE ((sent_at IS NULL) AND (failed_at IS NULL) AND (discarded_at IS NULL));
CREATE INDEX device_logins_expires_at ON public.device_logins USING btree (expires_at);
CREATE INDEX personal_tokens_account ON public.personal_tokens USING btree (account_id);
CREATE INDEX accounts_created_at ON public.accounts USING btree (created_at, id);
CREATE INDEX audit_subject ON public.audit USING btree (subject, sequence);
CREATE INDEX audit_actor ON public.audit USING btree (actor, sequence);
