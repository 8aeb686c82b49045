using SketchPets.Raster;
using SketchPets.Scene;

namespace SketchPets.Animals;

/// <summary>Animals of woods and hedges.</summary>
static class Woods
{
    public static Figure Bear(Dice dice, Dice pose)
    {
        Head head = new()
        {
            Wide = dice.Shake(1.05, 0.05),
            Cheeks = 0.1,
            Fur = dice.Between(0, 0.08),
            Muzzle = Templates.Muzzle(dice, 0.5, 0.44) with { Taper = 0.82, Nose = NoseKind.Oval, NoseSize = dice.Shake(0.2) },
            Eye = Templates.Eye(dice, 0.12, 0.4),
            Ear = Templates.Round(dice, 0.36, dice.Between(0.65, 0.85)),
        };
        Body body = Templates.Body(dice, 0.36, 0.74) with { LegThick = 0.14, Paw = 0.15, NeckThick = 0.28, Skull = 0.3, Tail = 0.12,
            TailThick = 0.07, Fur = dice.Between(0, 0.04) };
        return Templates.Animal(head, body, pose);
    }

    public static Figure Rabbit(Dice dice, Dice pose)
    {
        bool lop = dice.Chance(0.35);
        Head head = new()
        {
            Wide = dice.Shake(0.9, 0.05),
            Cheeks = 0.1,
            Muzzle = Templates.Muzzle(dice, 0.12, 0.4) with { Nose = NoseKind.Triangle, NoseSize = 0.11, Pads = 0.6, Mouth = 0.18,
                Teeth = dice.Chance(0.6), Whiskers = dice.Chance(0.6) ? 0.7 : 0 },
            Eye = Templates.Eye(dice, 0.2, 0.75),
            Ear = lop
                ? Templates.Lop(dice, 1.5)
                : new() { Place = 0.35, Rise = dice.Between(0, 0.35), Fold = dice.Between(0, 0.4), Length = dice.Shake(1.6),
                    Widths = [0.14, 0.25, 0.27, 0.16], Forward = 0 },
        };
        Body body = Templates.Body(dice, 0.27, 0.5) with { Hip = 0.34, Neck = 0.36, Skull = 0.3, Tail = 0.14, TailThick = 0.11,
            TailTip = 0.12, TailFur = 0.04, TailRise = 60 };
        return Templates.Animal(head, body, pose);
    }

    public static Figure Squirrel(Dice dice, Dice pose)
    {
        Head head = new()
        {
            Wide = dice.Shake(0.92, 0.05),
            Muzzle = Templates.Muzzle(dice, 0.3, 0.36) with { Taper = 0.7, Nose = NoseKind.Triangle, NoseSize = 0.11,
                Teeth = dice.Chance(0.5), Mouth = 0.16, Whiskers = dice.Chance(0.5) ? 0.6 : 0 },
            Eye = Templates.Eye(dice, 0.2, 0.65),
            Ear = new() { Place = 0.6, Rise = dice.Between(0.1, 0.4), Length = dice.Shake(0.75), Widths = [0.2, 0.22, 0.08, 0],
                Forward = 0 },
        };
        Body body = Templates.Body(dice, 0.22, 0.48) with { Skull = 0.28, Neck = 0.34, Tail = 1.3, TailThick = 0.12, TailTip = 0.2,
            TailFur = 0.08, TailRise = 60, TailBend = dice.Between(30, 90) };
        return Templates.Animal(head, body, pose);
    }

    public static Figure Mouse(Dice dice, Dice pose)
    {
        Head head = new()
        {
            Wide = dice.Shake(0.9, 0.05),
            Tall = 0.85,
            Muzzle = Templates.Muzzle(dice, 0.6, 0.42) with { Taper = 0.45, Nose = NoseKind.Triangle, NoseSize = 0.1, Mouth = 0.16,
                Whiskers = 0.8, Pads = 0.5 },
            Eye = Templates.Eye(dice, 0.15, 0.5) with { Pupil = 0.9 },
            Ear = Templates.Round(dice, dice.Between(0.5, 0.68), 0.8),
        };
        Body body = Templates.Body(dice, 0.24, 0.36) with { Hip = 0.3, LegThick = 0.05, Paw = 0.06, Skull = 0.28, Neck = 0.34, Tail = 1.1,
            TailThick = 0.03, TailTip = 0.012, TailRise = dice.Between(-10, 40) };
        return Templates.Animal(head, body, pose);
    }

    public static Figure Deer(Dice dice, Dice pose)
    {
        Head head = new()
        {
            Wide = dice.Shake(0.8, 0.05),
            Muzzle = Templates.Muzzle(dice, 0.8, 0.38) with { Droop = 0.35, Taper = 0.65, Nose = NoseKind.Oval, NoseSize = 0.15,
                Pads = 0.4 },
            Eye = Templates.Eye(dice, 0.2, 0.65),
            Ear = Templates.Leaf(dice, 0.95, 1.05),
            Crown = dice.Chance(0.75) ? Crowns.Antlers(dice.Between(0.8, 1.5)) : null,
        };
        Body body = Templates.Body(dice, 0.24, 1) with { Hooves = true, LegThick = 0.05, Paw = 0.06, Neck = 0.66, NeckThick = 0.13,
            NeckRise = 62, Skull = 0.22, Tail = 0.16, TailRise = 30 };
        return Templates.Animal(head, body, pose, grazer: true);
    }

    public static Figure Raccoon(Dice dice, Dice pose)
    {
        Head head = new()
        {
            Wide = dice.Shake(1.02, 0.05),
            Cheeks = 0.22,
            Fur = 0.07,
            Muzzle = Templates.Muzzle(dice, 0.55, 0.36) with { Taper = 0.6, Nose = NoseKind.Oval, NoseSize = 0.15,
                Whiskers = dice.Chance(0.4) ? 0.7 : 0 },
            Eye = Templates.Eye(dice, 0.15, 0.45) with { Patch = dice.Between(1.8, 2.4) },
            Ear = new() { Place = 0.72, Rise = 0.5, Length = dice.Shake(0.55), Widths = [0.25, 0.28, 0.22, 0.12], Forward = 0 },
            Front = Mask,
        };
        Body body = Templates.Body(dice, 0.28, 0.58) with { Skull = 0.29, Neck = 0.38, Tail = 0.75, TailThick = 0.09, TailTip = 0.08,
            TailFur = 0.04, Fur = 0.04 };
        return Templates.Animal(head, body, pose);

        static void Mask(Artist artist, Look look, Func<Point3, Point> flat)
        {
            foreach (int side in (ReadOnlySpan<int>)[-1, 1])
                artist.Fill(Shape.Hull((flat((side * 0.25, -0.42, 0.9)), 0.06), (flat((side * 0.85, -0.25, 0.55)), 0.1)),
                    Paints.Solid(Color.White), volume: 0.2, ink: false);
        }
    }

    public static Figure Hedgehog(Dice dice, Dice pose)
    {
        Head head = new()
        {
            Wide = 0.85,
            Tall = 0.82,
            Muzzle = Templates.Muzzle(dice, 0.75, 0.42) with { Taper = 0.35, Nose = NoseKind.Oval, NoseSize = 0.15, Mouth = 0.2,
                Pads = 0.4 },
            Eye = Templates.Eye(dice, 0.14, 0.5) with { Pupil = 0.9 },
            Ear = Templates.Round(dice, 0.26, 0.95),
            Crown = (artist, look, flat) =>
            {
                Shape spines = new();
                for (int i = 0; i < 40; i++)
                {
                    Point root = flat((0, -0.5, -0.7)), way = Trig.Unit(Trig.Tau * i / 40);
                    double reach = i % 2 == 0 ? 1.75 : 1.5;
                    spines.Add(Shape.Hull((root + way * 0.9, 0.16), (root + way * reach, 0.02)));
                }
                artist.Fill(spines.Add(Shape.Circle(flat((0, -0.5, -0.7)), 1.1)), look.Coat.On(Part.Body));
            },
        };
        Body body = Templates.Body(dice, 0.4, 0.46) with { Belly = 0.44, LegThick = 0.05, Paw = 0.07, Neck = 0.42, NeckThick = 0.2,
            NeckRise = 10, Skull = 0.24, Tail = 0.05, Fur = 0.14 };
        return Templates.Animal(head, body, pose);
    }
}
