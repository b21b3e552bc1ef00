"""What is printed or sent: one sheet a region, a picture and a text for WhatsApp."""
